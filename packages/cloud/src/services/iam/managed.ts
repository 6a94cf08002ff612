import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { awsManagedPolicy } from './awsManagedPolicies.ts';
import { type Asked, conditionKeysOf } from './conditionKeys.ts';
import { type ManagedPolicy, managedPolicies } from './state.ts';

/** A managed policy, the account's own or AWS's. */
export function findPolicy(arn: string | undefined, context: Context): ManagedPolicy | undefined {
  if (arn === undefined) return undefined;
  return context.globalTable(managedPolicies).get(arn) ?? awsManagedPolicy(arn);
}

export function policyOf(arn: string | undefined, context: Context): ManagedPolicy {
  const policy = findPolicy(checkedArn(arn), context);
  if (policy) return policy;
  throw new AwsError('NoSuchEntityException', `Policy ${arn} was not found.`);
}

/** A policy that is to be attached. */
export function attachable(arn: string | undefined, context: Context): ManagedPolicy {
  const policy = findPolicy(checkedArn(arn), context);
  if (policy) return policy;
  throw new AwsError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`);
}

/** A policy that is to be changed: AWS's own cannot be. */
export function ownPolicy(arn: string | undefined, context: Context): ManagedPolicy {
  const policy = policyOf(arn, context);
  if (context.globalTable(managedPolicies).has(policy.arn)) return policy;
  throw new AwsError('AccessDenied', 'Policy is outside your own account.', { statusCode: 403 });
}

/** A version of a policy, the default one where none is named. */
export function versionOf(policy: ManagedPolicy, versionId = policy.defaultVersionId) {
  const version = policy.versions.find((one) => one.versionId === versionId);
  if (version) return version;
  throw new AwsError(
    'NoSuchEntityException',
    `Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`,
  );
}

/** What an operation on a managed policy is authorized by. */
export const onPolicy = {
  resource: ({ PolicyArn = '*' }: { readonly PolicyArn?: string | undefined }): string => PolicyArn,
  conditionKeys: (input: Asked, context: Context): ConditionKeys =>
    conditionKeysOf({ ...input, PolicyArn: undefined }, findPolicy(input.PolicyArn, context)),
};

/** The ARN of a permissions boundary, which must exist. */
export function boundaryArn(arn: string | undefined, context: Context): string {
  if (findPolicy(checkedArn(arn), context)) return arn!;
  throw new AwsError(
    'NoSuchEntityException',
    `Scope ARN: ${arn} does not exist or is not attachable.`,
  );
}

function checkedArn(arn: string | undefined): string | undefined {
  if (arn !== undefined && policyArn.test(arn)) return arn;
  throw new AwsError('InvalidInputException', `ARN ${arn} is not valid.`);
}

const policyArn = /^arn:aws:iam::(?:aws|\d{12}):policy\/\S+$/;
