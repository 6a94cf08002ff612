import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { policyArn, tagKeys } from './authority.ts';
import { organizationOf } from './organization.ts';
import { checkedContent, onlyServiceControl, refuseTakenName } from './policyContent.ts';
import { policyShape } from './shapes.ts';
import { policies } from './state.ts';
import { withTags } from './tags.ts';

/** Makes a service control policy. It acts where it is attached. */
export const CreatePolicy = operation<CreatePolicyRequest, CreatePolicyResponse>({
  accepts: ['Content', 'Description', 'Name', 'Type', 'Tags'],
  action: ({ Tags }) =>
    Tags?.length
      ? ['organizations:CreatePolicy', 'organizations:TagResource']
      : 'organizations:CreatePolicy',
  resource: (_input, context) => policyArn('*', context),
  conditionKeys: ({ Type, Tags = [] }) => ({
    'organizations:policytype': Type,
    'aws:tagkeys': Tags.flatMap(({ Key }) => Key ?? []),
    ...tagKeys(
      Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      'aws:requesttag',
    ),
  }),
  run: ({ Content = '', Description = '', Name = '', Type, Tags = [] }, context) => {
    onlyServiceControl(Type, 'CreatePolicy');
    organizationOf(context);
    refuseTakenName(Name, undefined, context);
    const policy = context.globalTable(policies).put({
      id: `p-${context.ids.pick('abcdefghijklmnopqrstuvwxyz0123456789', 8)}`,
      name: Name,
      description: Description,
      content: checkedContent(Content),
      tags: withTags({}, Tags),
    });
    return { Policy: policyShape(policy, context) };
  },
});
