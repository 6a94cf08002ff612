import type { Context } from '../../kernel/context.ts';
import {
  type Operation,
  operation,
  type PassedRole,
  type RecordRules,
} from '../../kernel/operation.ts';
import { invalid, noSuchFunction, staleRevision } from './problems.ts';
import { type Reference, readReference } from './reference.ts';
import {
  findVersion,
  functionArn,
  functions,
  type LambdaFunction,
  latest,
  policies,
  qualified,
  type Version,
} from './state.ts';

export interface FunctionInput {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
}

/** What a call is about. */
export interface Found {
  readonly fn: LambdaFunction;
  /** What the qualifier means; `$LATEST` without one. */
  readonly version: Version;
  readonly qualifier: string | undefined;
}

/** An operation on a function, a version or an alias. */
export function onFunction<Input extends FunctionInput, Output extends object>(
  spec: Pick<Operation<Input, Output>, 'event' | 'passedRoles'> & {
    readonly accepts: readonly (keyof Input & string)[];
    /** CloudTrail writes the version of the API behind the operation's name. */
    readonly eventName: string;
    readonly record?: RecordRules<Input, Output>;
    readonly run: (input: Input, context: Context, found: Found) => Output;
  },
): Operation {
  const { accepts, eventName, record, run, ...more } = spec;
  return operation<Input, Output>({
    accepts,
    ...more,
    ...accessToFunction,
    record: { ...record, eventName },
    run: (input, context) => run(input, context, find(input, context)),
  });
}

/** The role of a function that is made or changed. */
export const passedToLambda = (roleArn: string | undefined): readonly PassedRole[] =>
  roleArn ? [{ roleArn, service: 'lambda.amazonaws.com' }] : [];

/** How access to a function is decided. */
export const accessToFunction = {
  resource: (input: FunctionInput, context: Context): string => arnOf(input, context),
  resourcePolicy: (input: FunctionInput, context: Context): string | undefined => {
    const meant = referenceOf(input);
    return meant && policyText(context, meant);
  },
  conditionKeys: (input: FunctionInput, context: Context): Record<string, string> => {
    const meant = referenceOf(input);
    return tagKeys(context.table(functions).get(meant?.name ?? '')?.tags ?? {});
  },
};

/** Finds what a call is about. Throws ResourceNotFoundException. */
export function find(input: FunctionInput, context: Context): Found {
  const meant = referenceOf(input);
  if (!meant) throw invalid(`${input.FunctionName} is not the name of a function.`);
  const { name, qualifier, accountId = context.accountId, region = context.region } = meant;
  const isHere = accountId === context.accountId && region === context.region;
  const fn = isHere ? context.table(functions).get(name) : undefined;
  const version = fn && findVersion(context, name, qualifier);
  if (!fn || !version) throw noSuchFunction(arnOf(input, context));
  return { fn, version, qualifier };
}

/** Versions stay as they were published. */
export function requireWhole({ qualifier = latest }: Found) {
  if (qualifier !== latest) throw invalid(functionsOnly);
}

const functionsOnly =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';

export function policyText(context: Context, { name, qualifier = '' }: Reference) {
  const policy = context.table(policies).get(qualified(name, qualifier));
  if (!policy || policy.statements.length === 0) return undefined;
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: policy.statements,
  });
}

export function checkRevision(given: string | undefined, current: string | undefined) {
  if (given !== undefined && given !== current) throw staleRevision();
}

export function tagKeys(tags: Readonly<Record<string, string>>, prefix = 'aws:resourcetag/') {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [prefix + key.toLowerCase(), value]),
  );
}

function arnOf(input: FunctionInput, context: Context): string {
  const meant = referenceOf(input);
  if (!meant) return functionArn(context, '*');
  const { name, qualifier, accountId = context.accountId, region = context.region } = meant;
  return functionArn(context.in({ accountId, region }), name, qualifier);
}

const referenceOf = ({ FunctionName, Qualifier }: FunctionInput) =>
  readReference(FunctionName ?? '', Qualifier);
