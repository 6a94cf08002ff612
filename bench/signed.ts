import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A JSON request as the `aws` CLI sends it, signed, as the bytes that go over the wire. */
export async function signedJsonRequest(
  port: number,
  credentials: { accessKeyId: string; secretAccessKey: string },
  call: { service: string; target: string; input: object },
): Promise<Buffer> {
  const body = JSON.stringify(call.input);
  const host = `127.0.0.1:${port}`;
  const signer = new SignatureV4({
    service: call.service,
    region: 'us-east-1',
    credentials,
    sha256: NodeSha256,
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path: '/',
    query: {},
    headers: {
      host,
      'accept-encoding': 'identity',
      'x-amz-target': call.target,
      'content-type': 'application/x-amz-json-1.1',
      'user-agent': 'aws-cli/1.45.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.11.7',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** The hash that the signer asks for, by Node. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView) {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
