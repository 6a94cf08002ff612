import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { readManagedDocument } from './documents.ts';
import { onPolicy, ownPolicy } from './managed.ts';
import { versionShape } from './shapes.ts';
import { managedPolicies } from './state.ts';

/** Adds a version to a managed policy, and on request makes it the one in force. */
export const CreatePolicyVersion = operation<
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse
>({
  accepts: ['PolicyArn', 'PolicyDocument', 'SetAsDefault'],
  ...onPolicy,
  run: ({ PolicyArn, PolicyDocument, SetAsDefault }, context) => {
    const policy = ownPolicy(PolicyArn, context);
    const document = readManagedDocument(PolicyDocument!);
    if (policy.versions.length >= versionsMax) {
      throw new AwsError('LimitExceededException', tooManyVersions);
    }
    const versionId = `v${policy.nextVersion}`;
    const version = { versionId, document, createMs: context.nowMs };
    const changed = context.globalTable(managedPolicies).put({
      ...policy,
      nextVersion: policy.nextVersion + 1,
      versions: [version, ...policy.versions],
      updateMs: context.nowMs,
      ...(SetAsDefault ? { defaultVersionId: versionId } : undefined),
    });
    return { PolicyVersion: versionShape(changed, version) };
  },
});

const versionsMax = 5;
const tooManyVersions =
  'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.';
