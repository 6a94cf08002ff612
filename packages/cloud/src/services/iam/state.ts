import { defineTable } from '../../kernel/table.ts';

/** IAM's rows. All of them belong to the account, not to a Region. Times are in milliseconds. */
export interface PolicyHolder {
  readonly arn: string;
  readonly path: string;
  readonly createMs: number;
  /** Inline policies: name → JSON text as it was put. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in the order in which they were attached. */
  readonly attached: readonly string[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface User extends PolicyHolder {
  readonly userName: string;
  readonly userId: string;
  readonly tags: readonly Tag[];
  readonly boundary?: string;
}

export interface Group extends PolicyHolder {
  readonly groupName: string;
  readonly groupId: string;
  /** User names. */
  readonly members: readonly string[];
}

export interface Role extends PolicyHolder {
  readonly roleName: string;
  readonly roleId: string;
  readonly trustPolicy: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  readonly tags: readonly Tag[];
  readonly boundary?: string;
  readonly lastUsed?: { readonly timeMs: number; readonly region: string };
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly policyName: string;
  readonly policyId: string;
  readonly path: string;
  readonly description?: string;
  readonly createMs: number;
  readonly updateMs: number;
  readonly defaultVersionId: string;
  /** The number of the next version: numbers are not given twice. */
  readonly nextVersion: number;
  readonly versions: readonly PolicyVersion[];
  readonly tags: readonly Tag[];
}

export interface PolicyVersion {
  readonly versionId: string;
  readonly document: string;
  readonly createMs: number;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly status: 'Active' | 'Inactive';
  readonly createMs: number;
  /** Encrypted by the vault under the label `access-key <id>`. */
  readonly sealedSecret: string;
  readonly lastUsed?: { readonly timeMs: number; readonly service: string; readonly region: string };
}

/** Temporary credentials of a role or of a user. */
export interface Session {
  readonly accessKeyId: string;
  /** Secret and token, encrypted by the vault under the label `session <id>`. */
  readonly sealedSecret: string;
  readonly createMs: number;
  readonly expiresMs: number;
  readonly mfaAuthenticated: boolean;
  readonly of:
    | { readonly roleArn: string; readonly sessionName: string; readonly sourceIdentity?: string }
    | { readonly userName: string };
  /** Session policies as JSON text. */
  readonly policies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export const users = defineTable<User>('iam.users', (user) => user.userName, {
  arn: (user) => user.arn,
});
export const groups = defineTable<Group>('iam.groups', (group) => group.groupName);
export const roles = defineTable<Role>('iam.roles', (role) => role.roleName, {
  arn: (role) => role.arn,
});
export const managedPolicies = defineTable<ManagedPolicy>('iam.policies', (policy) => policy.arn);
export const accessKeys = defineTable<AccessKey>('iam.accessKeys', (key) => key.accessKeyId, {
  user: (key) => key.userName,
});
export const sessions = defineTable<Session>('iam.sessions', (session) => session.accessKeyId);
