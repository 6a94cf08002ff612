import type { AuthorizationRequest, Decision, PolicyType, Principal } from './types.ts';

/**
 * The text AWS answers when it denies a request, for a decision that is not `allowed`.
 *
 * `short` leaves out the reason: STS and callers across accounts see only this much. An action
 * without a resource (`*`) leaves out the resource, and so does a role's trust policy.
 * Source: "Troubleshoot access denied error messages" in the IAM User Guide.
 */
export function denialMessage(
  { action, resource, principal }: AuthorizationRequest,
  decision: Decision,
  form: 'full' | 'short' = 'full',
): string {
  const start = `User: ${nameOf(principal)} is not authorized to perform: ${action}`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  if (form === 'short') return start + on;
  const { by } = decision;
  const trust = by === 'role trust policy';
  if (decision.reason === 'implicit-deny') {
    return `${start}${trust ? '' : on} because no ${by} allows the ${action} action`;
  }
  return `${start}${trust ? '' : on} with an explicit deny in ${trust ? 'the' : article(by)} ${by}`;
}

function article(by: PolicyType): 'a' | 'an' {
  return by === 'identity-based policy' ? 'an' : 'a';
}

function nameOf(principal: Principal): string {
  if ('arn' in principal) return principal.arn;
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'federated' ? principal.provider : 'anonymous';
}
