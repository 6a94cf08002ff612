import { defineTable } from '../../kernel/table.ts';

/** The organization that the account belongs to: one row at most. */
export interface Organization {
  /** `o-…` */
  readonly id: string;
  /** `r-…` */
  readonly rootId: string;
  readonly managementAccountId: string;
  /** When the account joined. */
  readonly joinedMs: number;
  readonly policyTypes: readonly 'SERVICE_CONTROL_POLICY'[];
}

/** A service control policy of the organization's own. */
export interface ServiceControlPolicy {
  /** `p-…` */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** As it was put. */
  readonly content: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A policy at the root or at an account. */
export interface Attachment {
  readonly targetId: string;
  readonly policyId: string;
}

export const organizations = defineTable<Organization>('organizations.organization', () => 'own');
export const policies = defineTable<ServiceControlPolicy>('organizations.policies', ({ id }) => id);
export const attachments = defineTable<Attachment>(
  'organizations.attachments',
  ({ targetId, policyId }) => `${targetId}/${policyId}`,
  { target: ({ targetId }) => targetId, policy: ({ policyId }) => policyId },
);
