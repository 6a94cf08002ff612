import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { readTrustPolicy } from './documents.ts';
import { newHolder, onNew, roleKind, save } from './holders.ts';
import { boundaryArn } from './managed.ts';
import { newRoleShape } from './shapes.ts';
import { newTags } from './tags.ts';

/** Creates a role, and with its trust policy says who may assume it. */
export const CreateRole = operation<CreateRoleRequest, CreateRoleResponse>({
  accepts: [
    'RoleName',
    'Path',
    'AssumeRolePolicyDocument',
    'Description',
    'MaxSessionDuration',
    'PermissionsBoundary',
    'Tags',
  ],
  action: ({ Tags }) => (Tags?.length ? ['iam:CreateRole', 'iam:TagRole'] : 'iam:CreateRole'),
  ...onNew(roleKind),
  run: (input, context) => {
    const { RoleName, Path, AssumeRolePolicyDocument, Description, PermissionsBoundary } = input;
    const start = newHolder(roleKind, { name: RoleName!, path: Path }, context);
    const trustPolicy = readTrustPolicy(AssumeRolePolicyDocument!, context);
    const boundary = PermissionsBoundary && boundaryArn(PermissionsBoundary, context);
    const role = {
      ...start,
      trustPolicy,
      ...(Description === undefined ? undefined : { description: Description }),
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      tags: newTags(input.Tags),
      ...(boundary ? { boundary } : undefined),
    };
    return { Role: newRoleShape(save(roleKind, role, context)) };
  },
});
