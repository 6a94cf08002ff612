import type { Architecture, Runtime } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { defineTable } from '../../kernel/table.ts';

/** A function: what its versions share. Times are in milliseconds. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The number of the version that was published last. */
  readonly lastVersion: number;
  readonly reservedConcurrency?: number;
}

/** A version, `$LATEST` or one that was published: code and configuration. */
export interface Version {
  readonly functionName: string;
  readonly version: string;
  readonly runtime: Runtime;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The variables as JSON, sealed under the function's ARN; absent without any. */
  readonly sealedEnvironment?: string;
  readonly code: StoredCode;
  readonly architectures: readonly Architecture[];
  readonly deadLetterArn?: string;
  readonly logGroup: string;
  readonly revisionId: string;
  readonly modifiedMs: number;
  /** Until then it is being made (`Pending`), or its update is under way. */
  readonly readyMs: number;
  readonly isNew: boolean;
}

export interface StoredCode {
  readonly blobId: string;
  readonly sizeBytes: number;
  /** Of the zip, in base64. */
  readonly sha256: string;
}

export interface Alias {
  readonly functionName: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revisionId: string;
}

/** The policy of a function, or of one of its versions or aliases. */
export interface ResourcePolicy {
  readonly functionName: string;
  /** Empty for the function itself. */
  readonly qualifier: string;
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly [element: string]: unknown;
}

/** What becomes of asynchronous events. */
export interface InvokeConfig {
  readonly functionName: string;
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly modifiedMs: number;
}

const ofFunction = { function: (row: { readonly functionName: string }) => row.functionName };

export const functions = defineTable<LambdaFunction>('lambda.functions', ({ name }) => name);
export const versions = defineTable<Version>(
  'lambda.versions',
  ({ functionName, version }) => qualified(functionName, version),
  { ...ofFunction, code: ({ code }) => code.blobId },
);
export const aliases = defineTable<Alias>(
  'lambda.aliases',
  ({ functionName, name }) => qualified(functionName, name),
  ofFunction,
);
export const policies = defineTable<ResourcePolicy>(
  'lambda.policies',
  ({ functionName, qualifier }) => qualified(functionName, qualifier),
  ofFunction,
);
export const invokeConfigs = defineTable<InvokeConfig>(
  'lambda.invokeConfigs',
  ({ functionName, qualifier }) => qualified(functionName, qualifier),
  ofFunction,
);

export const latest = '$LATEST';

export const qualified = (functionName: string, qualifier: string) =>
  `${functionName}:${qualifier}`;

export function functionArn(context: Context, name: string, qualifier?: string): string {
  return context.arn('lambda', `function:${name}${qualifier ? `:${qualifier}` : ''}`);
}

/** The version that a qualifier means: itself, or that of the alias; none is `$LATEST`. */
export function findVersion(
  context: Context,
  name: string,
  qualifier: string = latest,
): Version | undefined {
  const alias = context.table(aliases).get(qualified(name, qualifier));
  return context.table(versions).get(qualified(name, alias?.version ?? qualifier));
}

export function latestOf(context: Context, name: string): Version {
  return context.table(versions).get(qualified(name, latest))!;
}

/** Takes away the code of a version, unless another has the same. */
export function dropCode(context: Context, { code }: Version) {
  if (context.table(versions).find('code', code.blobId).length === 0) {
    context.blobs.drop(code.blobId);
  }
}
