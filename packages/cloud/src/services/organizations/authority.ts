import type { Context } from '../../kernel/context.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { fullAccess } from './fullAccess.ts';
import { organizations, policies } from './state.ts';

/** What an operation on a policy is authorized by; a target, where there is one, counts as well. */
export const onPolicy = {
  resource: (
    input: { readonly PolicyId?: string | undefined; readonly TargetId?: string | undefined },
    context: Context,
  ): readonly string[] => [
    policyArn(input.PolicyId ?? '*', context),
    ...(input.TargetId === undefined ? [] : [targetArn(input.TargetId, context)]),
  ],
  conditionKeys: (
    { PolicyId = '' }: { readonly PolicyId?: string | undefined },
    context: Context,
  ): ConditionKeys => ({
    'organizations:policytype': 'SERVICE_CONTROL_POLICY',
    ...tagKeys(context.globalTable(policies).get(PolicyId)?.tags ?? {}, 'aws:resourcetag'),
  }),
};

/** What tagging a policy is authorized by. */
export const onTagged = {
  resource: ({ ResourceId = '*' }: TagInput, context: Context): string =>
    policyArn(ResourceId, context),
  conditionKeys: (
    { ResourceId, Tags = [], TagKeys }: TagInput,
    context: Context,
  ): ConditionKeys => ({
    ...onPolicy.conditionKeys({ PolicyId: ResourceId }, context),
    'aws:tagkeys': TagKeys ?? Tags.flatMap(({ Key }) => Key ?? []),
    ...tagKeys(
      Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      'aws:requesttag',
    ),
  }),
};

interface TagInput {
  readonly ResourceId?: string | undefined;
  readonly Tags?: readonly {
    readonly Key: string | undefined;
    readonly Value: string | undefined;
  }[];
  readonly TagKeys?: readonly string[];
}

export function targetArn(id: string, context: Context): string {
  const organization = context.globalTable(organizations).get('own');
  const kind = id.startsWith('r-') ? 'root' : id.startsWith('ou-') ? 'ou' : 'account';
  const { managementAccountId = context.accountId, id: own = '*' } = organization ?? {};
  return `arn:aws:organizations::${managementAccountId}:${kind}/${own}/${id}`;
}

export function policyArn(id: string, context: Context): string {
  const path = `service_control_policy/${id}`;
  if (id === fullAccess.id) return `arn:aws:organizations::aws:policy/${path}`;
  const organization = context.globalTable(organizations).get('own');
  const { managementAccountId = context.accountId, id: own = '*' } = organization ?? {};
  return `arn:aws:organizations::${managementAccountId}:policy/${own}/${path}`;
}

export function tagKeys(
  tags: Readonly<Record<string, string>>,
  prefix: 'aws:resourcetag' | 'aws:requesttag',
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`${prefix}/${key.toLowerCase()}`, value]),
  );
}
