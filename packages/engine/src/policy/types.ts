import type { Statement } from './statement.ts';

/** Where a document is attached. It decides which elements it must and must not have. */
export type PolicyKind =
  | 'identity'
  | 'resource'
  | 'trust'
  | 'session'
  | 'boundary'
  | 'service-control';

/** A parsed policy, compiled to closures. Immutable: parse once, keep as long as the text stays. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
  /** The statements that can speak of a service (`s3`), for each service the policy names. */
  readonly byService: ReadonlyMap<string, readonly Statement[]>;
  /** The statements that can speak of a service which the policy does not name. */
  readonly anyService: readonly Statement[];
  /** Whom Principal and NotPrincipal name, so that the owner can check that they exist. */
  readonly principals: readonly NamedPrincipal[];
}

/** A principal as a policy names it. `"Principal": "*"` is `{ type: 'AWS', value: '*' }`. */
export interface NamedPrincipal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** The account a caller belongs to. `canonicalUserId` is S3's name for it. */
interface Account {
  readonly accountId: string;
  readonly canonicalUserId?: string | undefined;
}

export interface User extends Account {
  readonly kind: 'user';
  readonly arn: string;
  readonly userId: string;
  readonly userName: string;
}

export interface RoleSession extends Account {
  readonly kind: 'assumed-role';
  /** `arn:aws:sts::…:assumed-role/role/session`. */
  readonly arn: string;
  /** `AROA…:session`. */
  readonly userId: string;
  /** The role's own ARN with its path, `arn:aws:iam::…:role/…`. */
  readonly roleArn: string;
}

export interface FederatedUser extends Account {
  readonly kind: 'federated-user';
  readonly arn: string;
  readonly userId: string;
}

export interface RootUser extends Account {
  readonly kind: 'root';
  readonly arn: string;
}

/** Who asks. Only the last three are of no account: the resource's policy alone decides them. */
export type Principal =
  | User
  | RoleSession
  | FederatedUser
  | RootUser
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

export type ContextValue = string | number | boolean | readonly string[];

/**
 * Looks up a condition key, given in lower case (`aws:sourceip`, `aws:principaltag/team`).
 * Undefined or an empty list means that the key is not in the request. Times are ISO 8601 text or
 * epoch seconds. The keys that follow from the principal (`aws:PrincipalArn`, `aws:userid`, …) are
 * answered by the engine where this function does not.
 */
export type Context = (key: string) => ContextValue | undefined;

export interface AuthorizationRequest {
  /** `secretsmanager:GetSecretValue`; the denial message repeats it in the caller's case. */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  readonly principal: Principal;
  readonly context: Context;
}

/** All policies that apply to one request. */
export interface PolicySet {
  /** Of the user and its groups, or of the role. */
  readonly identity: readonly Policy[];
  readonly resource?: Policy | undefined;
  /** The account that owns the resource; the caller's own account where absent. */
  readonly resourceAccountId?: string | undefined;
  /** The session's policies. Absent or empty: the session was made without any. */
  readonly session?: readonly Policy[] | undefined;
  readonly boundary?: Policy | undefined;
  /** Service control policies by level, from the root down to the account: each must allow. */
  readonly scps?: readonly (readonly Policy[])[] | undefined;
}

/** A policy type by the name that AWS's denial messages give it. */
export type PolicyType =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'role trust policy'
  | 'session policy'
  | 'permissions boundary'
  | 'service control policy';

export interface Decision {
  readonly allowed: boolean;
  readonly reason: 'allowed' | 'implicit-deny' | 'explicit-deny';
  /** The type that allowed, that denied, or that ought to have allowed. */
  readonly by: PolicyType;
  /** The Sid of the deciding statement, where it has one. */
  readonly statementId?: string | undefined;
}
