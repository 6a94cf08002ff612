import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { readTrustPolicy } from './documents.ts';
import { named, on, roleKind, save } from './holders.ts';

/** Replaces the trust policy of a role. */
export const UpdateAssumeRolePolicy = operation<UpdateAssumeRolePolicyRequest, object>({
  accepts: ['RoleName', 'PolicyDocument'],
  ...on(roleKind),
  run: ({ RoleName, PolicyDocument }, context) => {
    const role = named(roleKind, RoleName, context);
    const trustPolicy = readTrustPolicy(PolicyDocument!, context);
    save(roleKind, { ...role, trustPolicy }, context);
    return {};
  },
});
