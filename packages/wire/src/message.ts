import type { Readable } from 'node:stream';
import type { OperationModel, Protocol } from './model.ts';

export interface HttpRequest {
  readonly method: string;
  /** As it came: percent-encoded, without the query. S3 buckets are in it (path style). */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Not frozen: a caller may still add headers or set another status. */
export interface HttpReply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string | Readable;
}

/** What a request says it wants, and in which protocol the answer has to be. */
export interface Identified {
  readonly protocol: Protocol;
  /** As the client named it, whether or not there is such an operation. */
  readonly operationName: string | undefined;
  readonly operation: OperationModel | undefined;
  /** The client asks for `x-amzn-query-error` beside the error. */
  readonly queryMode?: boolean;
}

/** A request that cannot be read, in the words and with the code of AWS. */
export class WireError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly fault = 'client';

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = 'WireError';
    this.code = code;
    this.statusCode = statusCode;
  }
}

/**
 * Thrown by the readers of values, which do not know the protocol they read for; `readInput` turns
 * it into that protocol's error.
 */
export class Malformed extends Error {
  /** S3's code for faults outside of the document. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'Malformed';
    this.code = code;
  }
}

/** Levels of lists, maps and structures in a request; the deepest AWS shapes use about a dozen. */
export const MAX_DEPTH = 64;

/** Sets a key that a client chose: assigning `__proto__` plainly would change the object. */
export function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else target[key] = value;
}
