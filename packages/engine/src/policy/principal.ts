import type { NamedPrincipal, Principal } from './types.ts';

/**
 * How directly a statement speaks to the caller. It matters in the resource's own account:
 * - `direct`: names the user, the session, the service, or everyone. Nothing but an explicit deny
 *   can take it away.
 * - `role`: names the role behind a session. Session policy and boundary still limit it.
 * - `account`: names the account, which only lets the account's own policies grant.
 * Source: "Policy evaluation for requests within a single account" in the IAM User Guide.
 */
export const GRANT = { none: 0, account: 1, role: 2, direct: 3 } as const;
export type Grant = (typeof GRANT)[keyof typeof GRANT];

export type PrincipalTest = (principal: Principal) => Grant;

const ACCOUNT = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/;
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\//;
const USER_ID = /^AIDA\w+$/;
const ROLE_ID = /^AROA\w+$/;
const ARN = /^arn:[\w-]+:(iam|sts)::\d{12}:[^*?]+$/;

/** Compiles a Principal element: the most direct of the names that fit. */
export function principalTest(names: readonly NamedPrincipal[]): PrincipalTest {
  const tests = names.map(nameTest);
  if (tests.length === 1) return tests[0]!;
  return (principal) => {
    let best: Grant = GRANT.none;
    for (const test of tests) {
      const grant = test(principal);
      if (grant > best) best = grant;
    }
    return best;
  };
}

/**
 * Compiles a NotPrincipal element, which AWS takes only with Deny. A caller is spared only when
 * every name it goes by is listed: its own ARN, its role's and its account's. A user or role with
 * a permissions boundary is never spared.
 * Source: "AWS JSON policy elements: NotPrincipal" in the IAM User Guide.
 */
export function notPrincipalTest(
  names: readonly NamedPrincipal[],
): (principal: Principal, hasBoundary: boolean) => Grant {
  const listed = new Set(names.map(({ type, value }) => `${type} ${accountOf(value) ?? value}`));
  const everyone = listed.has('AWS *');
  return (principal, hasBoundary) => {
    if (hasBoundary) return GRANT.direct;
    if (everyone) return GRANT.none;
    const own = namesOf(principal);
    return own.length > 0 && own.every((name) => listed.has(name)) ? GRANT.none : GRANT.direct;
  };
}

/** Whether a policy may name a principal so. AWS knows no wildcard here other than the lone `*`. */
export function isPrincipalName({ type, value }: NamedPrincipal): boolean {
  if (type === 'AWS') {
    const id = USER_ID.test(value) || ROLE_ID.test(value);
    return value === '*' || id || ACCOUNT.test(value) || ARN.test(value);
  }
  return value !== '' && !/[*?]/.test(value);
}

function nameTest({ type, value }: NamedPrincipal): PrincipalTest {
  switch (type) {
    case 'AWS':
      return awsTest(value);
    case 'Service':
      return (caller) => direct(caller.kind === 'service' && caller.service === value);
    case 'Federated':
      return (caller) => direct(caller.kind === 'federated' && caller.provider === value);
    case 'CanonicalUser':
      return (caller) =>
        'accountId' in caller && caller.canonicalUserId === value ? GRANT.account : GRANT.none;
  }
}

function awsTest(value: string): PrincipalTest {
  if (value === '*') return () => GRANT.direct;
  const account = accountOf(value);
  if (account !== undefined) {
    return (caller) => {
      if (!('accountId' in caller) || caller.accountId !== account) return GRANT.none;
      return caller.kind === 'root' ? GRANT.direct : GRANT.account;
    };
  }
  if (USER_ID.test(value)) {
    return (caller) => direct(caller.kind === 'user' && caller.userId === value);
  }
  if (ROLE_ID.test(value)) {
    const prefix = `${value}:`;
    return (caller) => role(caller.kind === 'assumed-role' && caller.userId.startsWith(prefix));
  }
  if (ROLE_ARN.test(value)) {
    return (caller) => role(caller.kind === 'assumed-role' && caller.roleArn === value);
  }
  return (caller) => direct('arn' in caller && caller.arn === value);
}

function direct(fits: boolean): Grant {
  return fits ? GRANT.direct : GRANT.none;
}

function role(fits: boolean): Grant {
  return fits ? GRANT.role : GRANT.none;
}

/** The account that `123456789012` and `arn:aws:iam::123456789012:root` both name. */
function accountOf(value: string): string | undefined {
  return ACCOUNT.exec(value)?.[1];
}

function namesOf(principal: Principal): string[] {
  switch (principal.kind) {
    case 'service':
      return [`Service ${principal.service}`];
    case 'federated':
      return [`Federated ${principal.provider}`];
    case 'anonymous':
      return [];
    case 'root':
      return [`AWS ${principal.accountId}`];
    case 'assumed-role':
      return [`AWS ${principal.arn}`, `AWS ${principal.roleArn}`, `AWS ${principal.accountId}`];
    default:
      return [`AWS ${principal.arn}`, `AWS ${principal.accountId}`];
  }
}
