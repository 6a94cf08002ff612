import type { Policy } from '@tocsin/engine/policy';
import type { Context } from './context.ts';

/**
 * One operation of AWS: a file named as AWS names it. `run` is synchronous, reads and writes tables
 * through its context, and either returns the output or throws an `AwsError`; then nothing of it
 * remains. It knows of no HTTP, no signature, no record.
 */
export interface Operation<
  Input extends object = object,
  Output extends object = object,
  Ready = unknown,
> {
  /**
   * The members of the input that are done. Any other that a caller sends is refused, by name, so
   * that nothing is accepted and then ignored.
   */
  readonly accepts: readonly string[];
  /**
   * What is authorized, as ARNs; `*` where the action has no resource. More than one when the
   * action needs them all.
   */
  readonly resource: (input: Input, context: Context) => string | readonly string[];
  /** What a denial names instead of the ARN: the name of a secret that does not exist. */
  readonly deniedResource?: (input: Input, context: Context) => string | undefined;
  /** The IAM action, where it is not `service:OperationName`. `null`: no permission is needed. */
  readonly action?:
    | string
    | readonly string[]
    | null
    | ((input: Input, context: Context) => string | readonly string[]);
  /** Condition keys of the service for this call, with lower-case names. */
  readonly conditionKeys?: (input: Input, context: Context) => ConditionKeys;
  /** The policy attached to the resource, as JSON text; a role's trust policy is parsed already. */
  readonly resourcePolicy?: (input: Input, context: Context) => string | Policy | undefined;
  /** The roles that the call hands to a service: the caller needs `iam:PassRole` for each. */
  readonly passedRoles?: (input: Input, context: Context) => readonly PassedRole[];
  /** Anonymous callers may try (the resource policy, or the operation itself, decides). */
  readonly anonymous?: true;
  /** How CloudTrail sees the call: Management by default. `none`: it does not record it. */
  readonly event?: 'Management' | 'Data' | 'none';
  /** The default follows from the name's first word: Get, List and their like only look. */
  readonly readOnly?: boolean;
  /** What the record says where it is not simply the input and output shapes. */
  readonly record?: RecordRules<Input, Output>;
  /**
   * What has to wait for the outside (an upload, a long poll) before `run`. It changes nothing that
   * a caller could see; its result is handed to `run`. A call from inside comes without.
   */
  readonly prepare?: (input: Input, context: Context) => Promise<Ready>;
  /** Throws away what `prepare` gave when the call fails before or in `run`. */
  readonly abandon?: (ready: Ready, context: Context) => void;
  readonly run: (input: Input, context: Context, ready: Ready) => Output;
}

export interface PassedRole {
  readonly roleArn: string;
  /** The service's principal (`iam:PassedToService`). */
  readonly service: string;
}

export interface RecordRules<Input, Output> {
  /** The `eventName`, where it is not the operation's own (S3 ListObjectsV2 is ListObjects). */
  readonly eventName?: string;
  /** `requestParameters`; the default is the input's shape without sensitive members. */
  readonly request?: (input: Input, context: Context) => Record<string, unknown> | null;
  /** `responseElements`; the default is the output of a call that is not read-only. */
  readonly response?: (output: Output) => Record<string, unknown> | null;
  readonly additional?: (
    input: Input,
    output: Output,
    context: Context,
  ) => Record<string, unknown> | undefined;
  readonly resources?: (input: Input, output: Output, context: Context) => RecordResource[];
}

export interface RecordResource {
  readonly accountId?: string;
  /** Absent in the records of Systems Manager. */
  readonly type?: string;
  readonly ARN?: string;
  /** Instead of the ARN where a call is about all that begins with it (S3 ListObjects). */
  readonly ARNPrefix?: string;
}

export type ConditionKeys = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** Types an operation by the SDK's own input and output. */
export function operation<Input extends object, Output extends object, Ready = undefined>(
  spec: Operation<Input, Output, Ready> & { readonly accepts: readonly (keyof Input & string)[] },
): Operation {
  return spec as unknown as Operation;
}
