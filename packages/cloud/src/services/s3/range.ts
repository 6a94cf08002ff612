import { AwsError } from '../../kernel/error.ts';
import type { ByteRange } from './content.ts';
import { invalidArgument } from './problems.ts';

/**
 * The bytes that `Range` asks for; undefined for all of them, which is also the answer to what is
 * no range and to several ranges. Throws InvalidRange where it begins behind the end.
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    if (Number(last) === 0 || size === 0) throw invalidRange(header, size);
    return { start: Math.max(size - Number(last), 0), end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(header, size);
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/** `x-amz-copy-source-range` has both ends, and the source has to have them too. */
export function readCopyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || Number(last) < Number(first)) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw invalidArgument(message, 'x-amz-copy-source-range', header);
  }
  if (Number(last) >= size) {
    const message = `Range specified is not valid for source object of size: ${size}`;
    throw invalidArgument(message, 'x-amz-copy-source-range', header);
  }
  return { start: Number(first), end: Number(last) };
}

function invalidRange(header: string | undefined, size: number): AwsError {
  return new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    statusCode: 416,
    fields: { RangeRequested: header, ActualObjectSize: size },
  });
}
