/**
 * A document that is no Sigma rule or correlation, or one that cannot be done here.
 * The message is `file:line: what is wrong and what would be right`.
 */
export class SigmaError extends Error {
  override readonly name = 'SigmaError';
  /** The message without the place. */
  readonly reason: string;
  readonly file: string;
  /** Counts from 1. Undefined where the place is not known. */
  readonly line: number | undefined;

  constructor(reason: string, file: string, line: number | undefined) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${reason}`);
    this.reason = reason;
    this.file = file;
    this.line = line;
  }
}
