import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { fullAccess } from './fullAccess.ts';
import {
  attachments,
  type Organization,
  organizations,
  policies,
  type ServiceControlPolicy,
} from './state.ts';

/** The account's organization. */
export function organizationOf(context: Context): Organization {
  const organization = context.globalTable(organizations).get('own');
  if (organization) return organization;
  throw new AwsError(
    'AWSOrganizationsNotInUseException',
    'Your account is not a member of an organization.',
  );
}

/** A policy of the organization or AWS's own. */
export function policyOf(id: string | undefined, context: Context): ServiceControlPolicy {
  organizationOf(context);
  if (id === fullAccess.id) return fullAccess;
  const policy = context.globalTable(policies).get(id ?? '');
  if (policy) return policy;
  throw new AwsError(
    'PolicyNotFoundException',
    "We can't find a policy with the PolicyId that you specified.",
  );
}

/** A policy that is to be changed: AWS's own cannot be. */
export function ownPolicy(id: string | undefined, context: Context): ServiceControlPolicy {
  const policy = policyOf(id, context);
  if (policy !== fullAccess) return policy;
  throw new AwsError(
    'AccessDeniedException',
    "You don't have permissions to access this resource.",
  );
}

/** The root or an account, by its id. */
export interface Target {
  readonly id: string;
  readonly type: 'ROOT' | 'ACCOUNT';
  readonly name: string;
  readonly arn: string;
}

/** The root and the organization's two accounts; it has no organizational units. */
export function targetsOf(context: Context): readonly Target[] {
  const { id, rootId, managementAccountId } = organizationOf(context);
  const start = `arn:aws:organizations::${managementAccountId}`;
  const account = (accountId: string, name: string): Target => ({
    id: accountId,
    type: 'ACCOUNT',
    name,
    arn: `${start}:account/${id}/${accountId}`,
  });
  return [
    { id: rootId, type: 'ROOT', name: 'Root', arn: `${start}:root/${id}/${rootId}` },
    account(managementAccountId, 'management'),
    account(context.accountId, 'tocsin'),
  ];
}

export function targetOf(id: string | undefined, context: Context): Target {
  const target = targetsOf(context).find((one) => one.id === id);
  if (target) return target;
  throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

export function rootOf(id: string | undefined, context: Context): Organization {
  const organization = organizationOf(context);
  if (organization.rootId === id) return organization;
  throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.");
}

/** Attaches AWS's own policy everywhere, as AWS does when service control policies begin. */
export function attachFullAccess(context: Context) {
  for (const { id: targetId } of targetsOf(context)) {
    context.globalTable(attachments).put({ targetId, policyId: fullAccess.id });
  }
}

export function detachAll(context: Context) {
  const table = context.globalTable(attachments);
  for (const { targetId, policyId } of [...table.values()]) table.delete(`${targetId}/${policyId}`);
}
