import type { UpdateRoleRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';

/** Sets a role's description and longest session; a description left out is removed. */
export const UpdateRole = operation<UpdateRoleRequest, object>({
  accepts: ['RoleName', 'Description', 'MaxSessionDuration'],
  ...on(roleKind),
  run: ({ RoleName, Description, MaxSessionDuration = 3600 }, context) => {
    const { description: _before, ...role } = named(roleKind, RoleName, context);
    const description = Description === undefined ? undefined : { description: Description };
    save(roleKind, { ...role, ...description, maxSessionSeconds: MaxSessionDuration }, context);
    return {};
  },
});
