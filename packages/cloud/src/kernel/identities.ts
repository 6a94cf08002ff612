import type { Policy, Principal } from '@tocsin/engine/policy';

/** Who an access key or a session belongs to. */
export interface Identity {
  readonly principal: Principal;
  /** `userIdentity` of the CloudTrail record, members in CloudTrail's order. */
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** Condition keys that come with the identity (`aws:PrincipalTag/…`), lower case. */
  readonly conditionKeys: Readonly<Record<string, string>>;
}

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
  readonly identity: Identity;
  readonly sessionToken?: string;
  readonly expiresMs?: number;
}

/** The policies that speak about an identity, parsed. */
export interface IdentityPolicies {
  readonly identity: readonly Policy[];
  readonly session?: readonly Policy[];
  readonly boundary?: Policy;
  /** Service control policies by level, from the organization's root down to the account. */
  readonly scps?: readonly (readonly Policy[])[];
}

/**
 * What the gateway and STS must know of IAM. IAM's own folder answers it; this is all that others
 * see of it.
 */
export interface Identities {
  /** The organization that the account belongs to. */
  readonly organization: { readonly id: string; readonly rootId: string } | undefined;
  credential(accessKeyId: string): Credential | undefined;
  policies(identity: Identity): IdentityPolicies;
  /** The default version of a managed policy, the account's own or AWS's, as JSON text. */
  managedPolicy(arn: string): string | undefined;
  /** Notes that a key was used, for GetAccessKeyLastUsed. */
  used(accessKeyId: string, service: string, region: string): void;
  /** A role by ARN, with its trust policy, or undefined. */
  role(arn: string): AssumableRole | undefined;
  /**
   * Whether a policy may name this principal: a user or role of the account has to be there. Other
   * accounts are not ours to look into; sessions need not be open.
   */
  mayExist(principal: string): boolean;
  /**
   * The administrator: a user with AdministratorAccess, made at the first start. `key` gives it an
   * access key of the caller's choice instead of one that nobody can guess.
   */
  administrator(key?: { accessKeyId: string; secretAccessKey: string }): Credential;
  /**
   * The identity of a service that uses a role which trusts it (CloudTrail writing to a log group);
   * undefined where the role is missing or does not trust the service.
   */
  serviceSession(
    roleArn: string,
    service: string,
    sessionName: string,
    conditionKeys?: Readonly<Record<string, string>>,
  ): Identity | undefined;
  /**
   * Whether a code is one that an MFA device of the user shows now. `openSession` makes sure that
   * none is taken twice.
   */
  isMfaCode(user: Identity, mfa: MfaCode): 'right' | 'wrong' | 'unknown device';
  /** Inside a transaction: makes temporary credentials. */
  openSession(session: SessionRequest): TemporaryCredentials;
}

export interface AssumableRole {
  readonly arn: string;
  readonly roleId: string;
  readonly roleName: string;
  readonly maxSessionSeconds: number;
  readonly trustPolicy: Policy;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SessionRequest {
  readonly accountId: string;
  readonly durationSeconds: number;
  /** An assumed role, the session of a user (GetSessionToken), or of whom it speaks for. */
  readonly of:
    | {
        readonly role: AssumableRole;
        readonly sessionName: string;
        readonly sourceIdentity?: string;
      }
    | { readonly user: Identity; readonly federatedName?: string };
  /** Session policies as JSON text. */
  readonly policies?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** The code that the caller proved to have a device with. */
  readonly mfa?: { readonly user: Identity; readonly code: MfaCode };
}

export interface MfaCode {
  readonly serialNumber: string;
  readonly tokenCode: string;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresMs: number;
  readonly identity: Identity;
}
