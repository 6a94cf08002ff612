import { parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { find, groupKind, roleKind, userKind } from './holders.ts';
import { findPolicy, versionOf } from './managed.ts';
import { groupsOf } from './membership.ts';
import type { Source } from './simulation.ts';
import type { Bearer, Holder, User } from './state.ts';

/** A user, group or role by its ARN, and the policies that it has, its groups' among them. */
export function policiesOf(
  arn: string | undefined,
  context: Context,
): { readonly identity: readonly Source[]; readonly boundary: Source | undefined } {
  const { kind, holder } = holderOf(arn, context);
  const memberships = kind === 'user' ? groupsOf(holder as User, context) : [];
  const boundary = 'tags' in holder ? (holder as Bearer).boundary : undefined;
  return {
    identity: [
      ...heldBy(kind, holder, context),
      ...memberships.flatMap((group) => heldBy('group', group, context)),
    ],
    boundary: boundary === undefined ? undefined : managedSource(boundary, context),
  };
}

type Kind = keyof typeof finders;

const finders = {
  user: (name: string, context: Context): Holder | undefined => find(userKind, name, context),
  group: (name: string, context: Context): Holder | undefined => find(groupKind, name, context),
  role: (name: string, context: Context): Holder | undefined => find(roleKind, name, context),
};

function holderOf(
  arn: string | undefined,
  context: Context,
): { readonly kind: Kind; readonly holder: Holder } {
  const [, kind, rest = ''] = /^arn:aws:iam::\d{12}:(user|group|role)\/(.+)$/.exec(arn ?? '') ?? [];
  if (kind === undefined) {
    throw new AwsError('InvalidInputException', `Invalid Entity Arn: ${arn}`);
  }
  const name = rest.slice(rest.lastIndexOf('/') + 1);
  const holder = finders[kind as Kind](name, context);
  if (holder?.arn === arn) return { kind: kind as Kind, holder: holder! };
  throw new AwsError('NoSuchEntityException', `The ${kind} with name ${name} cannot be found.`);
}

function heldBy(kind: Kind, { name, inline, attached }: Holder, context: Context): Source[] {
  const own = Object.entries(inline).map(([policyName, text]) =>
    storedSource(`${kind}_${name}_${policyName}`, text),
  );
  return [...own, ...attached.map((arn) => managedSource(arn, context))];
}

function managedSource(arn: string, context: Context): Source {
  const policy = findPolicy(arn, context)!;
  return storedSource(policy.name, versionOf(policy).document);
}

function storedSource(id: string, text: string): Source {
  return { id, type: 'IAM Policy', text, policy: parsePolicy(text, 'identity') };
}
