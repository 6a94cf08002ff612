import type { CreateUserRequest, CreateUserResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { newHolder, onNew, save, userKind } from './holders.ts';
import { boundaryArn } from './managed.ts';
import { userDetail } from './shapes.ts';
import { newTags } from './tags.ts';

/** Creates a user without any permission. */
export const CreateUser = operation<CreateUserRequest, CreateUserResponse>({
  accepts: ['UserName', 'Path', 'PermissionsBoundary', 'Tags'],
  action: ({ Tags }) => (Tags?.length ? ['iam:CreateUser', 'iam:TagUser'] : 'iam:CreateUser'),
  ...onNew(userKind),
  run: ({ UserName, Path, PermissionsBoundary, Tags }, context) => {
    const start = newHolder(userKind, { name: UserName!, path: Path }, context);
    const boundary = PermissionsBoundary && boundaryArn(PermissionsBoundary, context);
    const user = {
      ...start,
      tags: newTags(Tags),
      ...(boundary ? { boundary } : undefined),
      groups: [],
    };
    return { User: userDetail(save(userKind, user, context)) };
  },
});
