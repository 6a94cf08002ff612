/**
 * A text that is not a filter pattern, or not a selector.
 *
 * `message` is for people and ends with the position; AWS's own answers are shorter. Where AWS is
 * known to name the fault, its sentence is in `awsDetail` (`Invalid character(s) in term ':'`);
 * otherwise AWS only says that the pattern is invalid.
 */
export class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';
  /** Zero-based index into the text, in UTF-16 units. */
  readonly position: number;
  readonly awsDetail: string | undefined;

  constructor(reason: string, position: number, awsDetail?: string) {
    super(`${reason} (at character ${position + 1})`);
    this.position = position;
    this.awsDetail = awsDetail;
  }
}
