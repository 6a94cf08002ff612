import { createHmac, hash } from 'node:crypto';

/**
 * Signature Version 4 of whatever bytes a test wants signed, sound or not. It is written apart
 * from the verifying side and from the SDK, whose signer would put a broken path or query right.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
export interface Unsigned {
  readonly method: string;
  /** As it is sent. Paths of other services than S3 must need no encoding. */
  readonly path: string;
  /** As it is sent, in canonical form and order. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigningOptions {
  readonly key: Key;
  readonly service: string;
  readonly region?: string;
  /** When it was signed; now by default. */
  readonly timeMs?: number;
  /** What is said of the body instead of its hash, for instance `UNSIGNED-PAYLOAD`. */
  readonly payloadHash?: string;
}

/** The headers with those of the signature; every header that was given is signed. */
export function signHeaders(request: Unsigned, options: SigningOptions): Record<string, string> {
  const { accessKeyId, sessionToken } = options.key;
  const payloadHash = options.payloadHash ?? hash('sha256', request.body ?? '');
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': amzDate(options.timeMs),
    ...(options.service === 's3' ? { 'x-amz-content-sha256': payloadHash } : {}),
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const signed = names.join(';');
  const canonical = [
    request.method,
    request.path,
    request.query ?? '',
    ...names.map((name) => `${name}:${headers[name]!.trim()}`),
    '',
    signed,
    payloadHash,
  ].join('\n');
  const signature = signatureOf(canonical, options);
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scopeOf(options)}, ` +
    `SignedHeaders=${signed}, Signature=${signature}`;
  return headers;
}

/** The query of a presigned request of S3, whose `host` alone is signed. */
export function presign(
  request: Pick<Unsigned, 'method' | 'path'> & { readonly host: string },
  options: SigningOptions & { readonly expiresSeconds: number },
): string {
  const { key, expiresSeconds } = options;
  const parameters = new Map([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${key.accessKeyId}/${scopeOf(options)}`],
    ['X-Amz-Date', amzDate(options.timeMs)],
    ['X-Amz-Expires', String(expiresSeconds)],
    ...(key.sessionToken === undefined
      ? []
      : ([['X-Amz-Security-Token', key.sessionToken]] as const)),
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const query = [...parameters].map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const canonical = [
    request.method,
    request.path,
    query,
    `host:${request.host}`,
    '',
    'host',
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  return `${query}&X-Amz-Signature=${signatureOf(canonical, options)}`;
}

function signatureOf(canonical: string, options: SigningOptions): string {
  const { key, service, region = 'us-east-1' } = options;
  const date = amzDate(options.timeMs);
  const digest = hash('sha256', Buffer.from(canonical, 'latin1'));
  const text = `AWS4-HMAC-SHA256\n${date}\n${scopeOf(options)}\n${digest}`;
  const hmac = (secret: string | Buffer, data: string) =>
    createHmac('sha256', secret).update(data).digest();
  const dated = hmac(`AWS4${key.secretAccessKey}`, date.slice(0, 8));
  return hmac(hmac(hmac(hmac(dated, region), service), 'aws4_request'), text).toString('hex');
}

function scopeOf({ service, region = 'us-east-1', timeMs }: SigningOptions): string {
  return `${amzDate(timeMs).slice(0, 8)}/${region}/${service}/aws4_request`;
}

/** `20260101T001000Z` */
function amzDate(timeMs = Date.now()): string {
  return new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
