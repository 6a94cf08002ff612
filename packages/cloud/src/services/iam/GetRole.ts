import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind } from './holders.ts';
import { roleDetail } from './shapes.ts';
import { lastUses } from './state.ts';

/** Tells about a role and its trust policy. */
export const GetRole = operation<GetRoleRequest, GetRoleResponse>({
  accepts: ['RoleName'],
  ...on(roleKind),
  run: ({ RoleName }, context) => {
    const role = named(roleKind, RoleName, context);
    return { Role: roleDetail(role, context.globalTable(lastUses).get(role.id)) };
  },
});
