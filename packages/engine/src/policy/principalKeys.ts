import type { Context, ContextValue, Principal } from './types.ts';

/**
 * The request's context, with the keys that follow from the caller where it is silent.
 * Source: "AWS global condition context keys" in the IAM User Guide.
 */
export function withPrincipalKeys(principal: Principal, context: Context): Context {
  return (key) => context(key) ?? principalKey(principal, key);
}

function principalKey(principal: Principal, key: string): ContextValue | undefined {
  switch (key) {
    case 'aws:principalarn':
      // For a role session this is the role's ARN, not the session's.
      if (principal.kind === 'assumed-role') return principal.roleArn;
      return 'arn' in principal ? principal.arn : undefined;
    case 'aws:principalaccount':
      return 'accountId' in principal ? principal.accountId : undefined;
    case 'aws:principaltype':
      return PRINCIPAL_TYPES[principal.kind];
    case 'aws:principalisawsservice':
      return principal.kind === 'service';
    case 'aws:principalservicename':
      return principal.kind === 'service' ? principal.service : undefined;
    case 'aws:userid':
      return userId(principal);
    case 'aws:username':
      return principal.kind === 'user' ? principal.userName : undefined;
    default:
      return undefined;
  }
}

const PRINCIPAL_TYPES: Readonly<Record<Principal['kind'], string | undefined>> = {
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  root: 'Account',
  anonymous: 'Anonymous',
  service: undefined,
  federated: undefined,
};

function userId(principal: Principal): string | undefined {
  if (principal.kind === 'anonymous') return 'anonymous';
  if (principal.kind === 'root') return principal.accountId;
  return 'userId' in principal ? principal.userId : undefined;
}
