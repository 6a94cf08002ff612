import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { awsManagedPolicy } from './awsManagedPolicies.ts';
import { groups, type Holder, type ManagedPolicy, managedPolicies, roles, users } from './state.ts';

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

/** The ARN of a permissions boundary, which must exist. */
export function boundaryArn(arn: string | undefined, context: Context): string {
  if (findPolicy(checkedArn(arn), context)) return arn!;
  throw new AwsError(
    'NoSuchEntityException',
    `Scope ARN: ${arn} does not exist or is not attachable.`,
  );
}

/** Every user, group and role of the account. */
export function* everyHolder(context: Context): Generator<Holder> {
  yield* context.globalTable(users).values();
  yield* context.globalTable(groups).values();
  yield* context.globalTable(roles).values();
}

export interface PolicyUse {
  readonly attached: number;
  readonly asBoundary: number;
}

/** How often each managed policy is used, by ARN. One walk over the account, whatever is asked. */
export function policyUses(context: Context): (arn: string) => PolicyUse {
  const attached = new Map<string, number>();
  const asBoundary = new Map<string, number>();
  const count = (uses: Map<string, number>, arn: string) => uses.set(arn, (uses.get(arn) ?? 0) + 1);
  for (const holder of everyHolder(context)) {
    for (const arn of holder.attached) count(attached, arn);
    if ('boundary' in holder) count(asBoundary, String(holder.boundary));
  }
  return (arn) => ({ attached: attached.get(arn) ?? 0, asBoundary: asBoundary.get(arn) ?? 0 });
}

function checkedArn(arn: string | undefined): string | undefined {
  if (arn !== undefined && policyArn.test(arn)) return arn;
  throw new AwsError('InvalidInputException', `ARN ${arn} is not valid.`);
}

const policyArn = /^arn:aws:iam::(?:aws|\d{12}):policy\/\S+$/;
