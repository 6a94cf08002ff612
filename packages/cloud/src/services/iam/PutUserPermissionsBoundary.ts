import type { PutUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, save, userKind } from './holders.ts';
import { boundaryArn } from './managed.ts';

/** Makes a managed policy the permissions boundary of a user. */
export const PutUserPermissionsBoundary = operation<PutUserPermissionsBoundaryRequest, object>({
  accepts: ['UserName', 'PermissionsBoundary'],
  ...on(userKind),
  run: ({ UserName, PermissionsBoundary }, context) => {
    const user = named(userKind, UserName, context);
    save(userKind, { ...user, boundary: boundaryArn(PermissionsBoundary, context) }, context);
    return {};
  },
});
