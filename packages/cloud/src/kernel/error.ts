/**
 * An error that AWS would answer. `code` is the name of the error's shape in the service's model
 * where it has one (`ResourceNotFoundException`), otherwise the code on the wire; the wire layer
 * adds the HTTP status that the model gives, or `statusCode`.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number | undefined;
  /** What CloudTrail writes as `errorCode`, where that differs from `code`. */
  readonly recordCode: string | undefined;
  /** Members of the error's shape besides the message. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;

  /** HTTP headers that the answer carries beside the error, with lower-case names. */
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(code: string, message: string, more: AwsErrorDetails = {}) {
    super(message);
    this.code = code;
    this.statusCode = more.statusCode;
    this.recordCode = more.recordCode;
    this.fields = more.fields;
    this.headers = more.headers;
  }
}

export interface AwsErrorDetails {
  readonly statusCode?: number;
  readonly recordCode?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The answer to what AWS can do and this cloud cannot: said aloud, never skipped.
 * @param what the operation or parameter, for example `PutBucketPolicy: BypassPolicyLockout`.
 */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `tocsin does not implement ${what}.`, {
    statusCode: notImplementedStatus,
  });
}

/** Such a call is no event of AWS, so CloudTrail tells nothing of it. */
export const notImplementedStatus = 501;
