import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type HolderKind, named, save } from './holders.ts';
import { attachable, findPolicy, policyOf } from './managed.ts';
import { type Page, pageOf } from './pages.ts';
import type { Holder } from './state.ts';

/** Attaches a managed policy to a user, group or role. Attaching again changes nothing. */
export function attachPolicy<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  arn: string | undefined,
  context: Context,
): object {
  const holder = named(kind, name, context);
  const policy = attachable(arn, context);
  if (holder.attached.includes(policy.arn)) return {};
  if (holder.attached.length >= attachedMax) {
    throw new AwsError(
      'LimitExceededException',
      `Cannot exceed quota for PoliciesPer${kind.title}: ${attachedMax}`,
    );
  }
  save(kind, { ...holder, attached: [...holder.attached, policy.arn] }, context);
  return {};
}

export function detachPolicy<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  arn: string | undefined,
  context: Context,
): object {
  const holder = named(kind, name, context);
  const policy = policyOf(arn, context);
  if (!holder.attached.includes(policy.arn)) {
    throw new AwsError('NoSuchEntityException', `Policy ${arn} was not found.`);
  }
  const attached = holder.attached.filter((one) => one !== policy.arn);
  save(kind, { ...holder, attached }, context);
  return {};
}

/** One page of what is attached to a user, group or role. */
export function listAttached(
  holder: Holder,
  input: {
    readonly PathPrefix?: string | undefined;
    readonly Marker?: string | undefined;
    readonly MaxItems?: number | undefined;
  },
  context: Context,
) {
  const { PathPrefix = '/' } = input;
  const policies = holder.attached
    .map((arn) => findPolicy(arn, context)!)
    .filter(({ path }) => path.startsWith(PathPrefix));
  const { items, more }: Page<(typeof policies)[number]> = pageOf(
    policies,
    ({ arn }) => arn,
    input,
  );
  return {
    AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
    ...more,
  };
}

/** AWS's quota unless an account has asked for more. */
const attachedMax = 10;
