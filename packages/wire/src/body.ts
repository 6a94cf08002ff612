import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { type HttpRequest, Malformed } from './message.ts';

/** What a compressed request may become; botocore compresses what is at most 1 MB before. */
export const MAX_INFLATED_BYTES = 8 * 1024 * 1024;

/**
 * The body of an RPC request without its compression. REST services do not come here: for S3
 * `content-encoding` is a property of the object.
 *
 * @throws Malformed when the encoding is unknown, the data is broken or too much comes out of it.
 */
export function plainBody(request: HttpRequest): Buffer {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === '' || encoding === 'identity') return request.body;
  if (encoding !== 'gzip') throw new Malformed(`Content-Encoding ${encoding} is not supported`);
  try {
    return gunzipSync(request.body, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch {
    throw new Malformed('The compressed request body is not valid or too large');
  }
}

/** @throws Malformed when the bytes are not UTF-8. */
export function utf8Text(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Malformed('The request body is not valid UTF-8');
  return bytes.toString('utf8');
}
