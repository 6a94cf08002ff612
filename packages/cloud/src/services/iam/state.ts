import { defineTable } from '../../kernel/table.ts';

/**
 * IAM's rows. All of them belong to the account, not to a Region. Rows refer to each other by
 * unique id, so that a name can change, and a new user does not inherit what its namesake left.
 * Times are in milliseconds.
 */
export interface Holder {
  /** `AIDA…`, `AGPA…`, `AROA…`. */
  readonly id: string;
  /** As it was given. Names are compared without regard to case. */
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly createMs: number;
  /** Inline policies: name → JSON text as it was put. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in the order in which they were attached. */
  readonly attached: readonly string[];
}

/** What users and roles have and groups have not. */
export interface Bearer extends Holder {
  readonly tags: readonly Tag[];
  /** The ARN of the managed policy that is its permissions boundary. */
  readonly boundary?: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface User extends Bearer {
  /** Ids of its groups, in the order in which it joined them. */
  readonly groups: readonly string[];
}

export type Group = Holder;

export interface Role extends Bearer {
  readonly trustPolicy: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly description?: string;
  readonly createMs: number;
  readonly updateMs: number;
  readonly defaultVersionId: string;
  /** The number of the next version: numbers are not given twice. */
  readonly nextVersion: number;
  /** Newest first. */
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
  readonly userId: string;
  readonly status: 'Active' | 'Inactive';
  readonly createMs: number;
  /** Encrypted by the vault under the label `access-key <id>`. */
  readonly sealedSecret: string;
}

/** Temporary credentials of a role or of a user. */
export interface Session {
  readonly accessKeyId: string;
  /** Secret and token, encrypted by the vault under the label `session <id>`. */
  readonly sealedSecret: string;
  readonly createMs: number;
  readonly expiresMs: number;
  readonly mfaAuthenticated: boolean;
  readonly of: RoleSession | UserSession;
  /** Session policies as JSON text. */
  readonly policies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface RoleSession {
  readonly roleId: string;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
}

export interface UserSession {
  readonly userId: string;
  /** GetFederationToken's name for whom the user vouches for. */
  readonly federatedName?: string;
}

/** The last use of an access key or of a role. */
export interface LastUse {
  /** The access key's id or the role's. */
  readonly id: string;
  readonly timeMs: number;
  readonly service: string;
  readonly region: string;
}

/** The one alias that an account may have. */
export interface AccountAlias {
  readonly alias: string;
}

/** A virtual MFA device. */
export interface MfaDevice {
  /** Its ARN. */
  readonly serialNumber: string;
  readonly createMs: number;
  /** The seed, encrypted by the vault under the label `mfa <serial number>`. */
  readonly sealedSeed: string;
  readonly tags: readonly Tag[];
  readonly assigned?: MfaAssignment;
}

export interface MfaAssignment {
  readonly userId: string;
  readonly enableMs: number;
  /** By how many steps of 30 s its clock was ahead of ours when it was last set. */
  readonly driftSteps: number;
  /** The step of the last code that was taken: none is taken twice. */
  readonly lastStep: number;
}

/** That a user has a password. */
export interface LoginProfile {
  readonly userId: string;
  readonly createMs: number;
  readonly changeMs: number;
  readonly resetRequired: boolean;
  /** Salted hashes of the password and of those before it, newest first. */
  readonly hashes: readonly string[];
}

export interface PasswordPolicy {
  readonly MinimumPasswordLength: number;
  readonly RequireSymbols: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireLowercaseCharacters: boolean;
  readonly AllowUsersToChangePassword: boolean;
  readonly MaxPasswordAge?: number;
  readonly PasswordReusePrevention?: number;
  readonly HardExpiry?: boolean;
}

/** What SSH keys, service-specific credentials and signing certificates have in common. */
export interface UserCredential {
  readonly id: string;
  readonly userId: string;
  readonly status: 'Active' | 'Inactive';
  readonly createMs: number;
}

export interface SshKey extends UserCredential {
  readonly body: string;
  readonly fingerprint: string;
}

export interface ServiceCredential extends UserCredential {
  readonly serviceName: string;
  readonly serviceUserName: string;
}

export interface SigningCertificate extends UserCredential {
  readonly body: string;
}

/** The newest credential report, as CSV. */
export interface CredentialReport {
  readonly content: string;
  readonly generatedMs: number;
  /** When it can be got. */
  readonly readyMs: number;
}

const idOf = ({ id }: { readonly id: string }) => id;
const byName = { name: ({ name }: { readonly name: string }) => name.toLowerCase() };
const byUser = { user: ({ userId }: { readonly userId: string }) => userId };
const byArn = { arn: ({ arn }: { readonly arn: string }) => arn };

export const users = defineTable<User>('iam.users', idOf, byName);
export const groups = defineTable<Group>('iam.groups', idOf, byName);
export const roles = defineTable<Role>('iam.roles', idOf, { ...byName, ...byArn });
export const managedPolicies = defineTable<ManagedPolicy>(
  'iam.policies',
  (policy) => policy.arn,
  byName,
);
export const accessKeys = defineTable<AccessKey>('iam.accessKeys', (key) => key.accessKeyId, {
  user: (key) => key.userId,
});
export const sessions = defineTable<Session>('iam.sessions', (session) => session.accessKeyId);
export const lastUses = defineTable<LastUse>('iam.lastUses', idOf);
export const accountAliases = defineTable<AccountAlias>('iam.accountAliases', () => 'alias');
export const mfaDevices = defineTable<MfaDevice>(
  'iam.mfaDevices',
  ({ serialNumber }) => serialNumber,
  { user: ({ assigned }) => assigned?.userId },
);
export const loginProfiles = defineTable<LoginProfile>('iam.loginProfiles', ({ userId }) => userId);
export const passwordPolicies = defineTable<PasswordPolicy>('iam.passwordPolicies', () => 'own');
export const sshKeys = defineTable<SshKey>('iam.sshKeys', idOf, byUser);
export const serviceCredentials = defineTable<ServiceCredential>(
  'iam.serviceCredentials',
  idOf,
  byUser,
);
export const signingCertificates = defineTable<SigningCertificate>(
  'iam.signingCertificates',
  idOf,
  byUser,
);
export const credentialReports = defineTable<CredentialReport>(
  'iam.credentialReports',
  () => 'own',
);
