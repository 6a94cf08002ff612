import type {
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';
import { roleDetail } from './shapes.ts';
import { lastUses } from './state.ts';

/** Sets a role's description. UpdateRole is its successor. */
export const UpdateRoleDescription = operation<
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse
>({
  accepts: ['RoleName', 'Description'],
  ...on(roleKind),
  run: ({ RoleName, Description = '' }, context) => {
    const role = named(roleKind, RoleName, context);
    const described = save(roleKind, { ...role, description: Description }, context);
    return { Role: roleDetail(described, context.globalTable(lastUses).get(role.id)) };
  },
});
