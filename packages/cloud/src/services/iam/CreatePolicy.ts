import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { newUniqueId } from '../../kernel/uniqueId.ts';
import { conditionKeysOf } from './conditionKeys.ts';
import { readManagedDocument } from './documents.ts';
import { policyDetail } from './shapes.ts';
import { managedPolicies } from './state.ts';
import { newTags } from './tags.ts';

/** Creates a managed policy; its document becomes version v1. */
export const CreatePolicy = operation<CreatePolicyRequest, CreatePolicyResponse>({
  accepts: ['PolicyName', 'Path', 'PolicyDocument', 'Description', 'Tags'],
  action: ({ Tags }) => (Tags?.length ? ['iam:CreatePolicy', 'iam:TagPolicy'] : 'iam:CreatePolicy'),
  resource: ({ PolicyName = '', Path = '/' }, { accountId }) =>
    `arn:aws:iam::${accountId}:policy${Path}${PolicyName}`,
  conditionKeys: (input) => conditionKeysOf({ Tags: input.Tags }, undefined),
  run: (input, context) => {
    const { PolicyName: name = '', Path: path = '/', Description: description } = input;
    const policies = context.globalTable(managedPolicies);
    if (policies.find('name', name.toLowerCase()).length > 0) {
      const message = `A policy called ${name} already exists. Duplicate names are not allowed.`;
      throw new AwsError('EntityAlreadyExistsException', message);
    }
    if (policies.size >= policiesMax) {
      const message = `Cannot exceed quota for PoliciesPerAccount: ${policiesMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const createMs = context.nowMs;
    const document = readManagedDocument(input.PolicyDocument!);
    const policy = policies.put({
      arn: `arn:aws:iam::${context.accountId}:policy${path}${name}`,
      name,
      id: newUniqueId('ANPA', context.accountId, context.ids),
      path,
      ...(description === undefined ? undefined : { description }),
      createMs,
      updateMs: createMs,
      defaultVersionId: 'v1',
      nextVersion: 2,
      versions: [{ versionId: 'v1', document, createMs }],
      tags: newTags(input.Tags),
    });
    return { Policy: policyDetail(policy, { attached: 0, asBoundary: 0 }) };
  },
});

const policiesMax = 1500;
