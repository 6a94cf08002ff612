import { createHash, createHmac, type Hash, type Hmac, hash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  parseSignature,
  type SignatureFamily,
  type SignedRequest,
  verifySignature,
} from './index.ts';

/** Requests for the tests, signed by the SDK's own signer. */
export async function signWithSdk(unsigned: Unsigned): Promise<SignedRequest> {
  const { service = 'secretsmanager', presignSeconds, body = '' } = unsigned;
  const credentials = { ...KEY, ...(unsigned.token && { sessionToken: unsigned.token }) };
  const signer = new SignatureV4({
    credentials,
    region: 'us-east-1',
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
  const isS3Presigned = service === 's3' && presignSeconds !== undefined;
  const request = {
    method: unsigned.method ?? 'POST',
    protocol: 'http:',
    hostname: 'localhost',
    path: unsigned.path ?? '/',
    query: unsigned.query ?? {},
    headers: {
      host: 'localhost:4566',
      // As the SDK's own presigner of S3 says it.
      ...(isS3Presigned && { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' }),
      ...unsigned.headers,
    },
    body,
  };
  const options = { signingDate: new Date(NOW_MS) };
  const signed =
    presignSeconds === undefined
      ? await signer.sign(request, options)
      : await signer.presign(request, { ...options, expiresIn: presignSeconds });
  return {
    method: signed.method,
    path: signed.path,
    query: queryText(signed.query ?? {}),
    headers: Object.fromEntries(
      Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

/** Undefined where the request holds, or the code of the problem. */
export function check(
  request: SignedRequest,
  body = '',
  family: SignatureFamily = 'json',
  nowMs = NOW_MS,
): string | undefined {
  const parsed = parseSignature(request, () => family);
  if (parsed === 'anonymous') return parsed;
  if ('code' in parsed) return parsed.code;
  if (parsed.credential.accessKeyId !== KEY.accessKeyId) return 'unknown key';
  const bodySha256 = hash('sha256', body);
  const { secretAccessKey } = KEY;
  return verifySignature(parsed, request, { secretAccessKey, bodySha256, nowMs })?.code;
}

export const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

export const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);

export interface Unsigned {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly token?: string;
  readonly presignSeconds?: number;
}

function queryText(query: Readonly<Record<string, string | string[] | null>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one]))
    .map((pair) => pair.map((text) => encodeURIComponent(text ?? '')).join('='))
    .join('&');
}

/** The hash class that the SDK's signer asks for. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }

  reset(): void {
    throw new Error('The signer makes a new one for each hash');
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
