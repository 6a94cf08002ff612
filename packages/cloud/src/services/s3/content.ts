import { Readable } from 'node:stream';
import type { BlobPiece } from '../../kernel/blobs.ts';
import type { Context } from '../../kernel/context.ts';
import { partsOf, removeParts } from './parts.ts';

/** The bytes of an object: one blob, or the parts of the upload that it was put together from. */
export type Content = { readonly size: number } & (
  | { readonly blob: string }
  | { readonly uploadId: string; readonly partCount: number }
);

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes as a stream: never more of them in memory than a few chunks. What is read stays whole
 * if the object is deleted or replaced meanwhile.
 */
export function readContent(content: Content, context: Context, range?: ByteRange): Readable {
  if (content.size === 0) return Readable.from([]);
  return context.blobs.read(
    piecesOf(content, range ?? { start: 0, end: content.size - 1 }, context),
  );
}

/** Takes the bytes away once the change is committed. */
export function dropContent(content: Content, context: Context) {
  if ('blob' in content) context.blobs.drop(content.blob);
  else removeParts(content.uploadId, context);
}

function piecesOf(content: Content, { start, end }: ByteRange, context: Context): BlobPiece[] {
  if ('blob' in content) return [{ id: content.blob, start, end }];
  const pieces: BlobPiece[] = [];
  let first = 0;
  for (const { blob, size } of partsOf(content.uploadId, context)) {
    const from = Math.max(start - first, 0);
    const to = Math.min(end - first, size - 1);
    if (from <= to) pieces.push({ id: blob, start: from, end: to });
    first += size;
    if (first > end) break;
  }
  return pieces;
}
