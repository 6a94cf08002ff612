/** A policy document AWS would refuse. `message` is AWS's own text; `code` is IAM's. */
export class PolicyError extends Error {
  readonly code = 'MalformedPolicyDocument';
  override readonly name = 'PolicyError';
}

/** What IAM says of anything that is not of the policy language. */
export const SYNTAX_ERROR = 'Syntax errors in policy.';

/** What IAM says of values its older parser cannot read: dates, ARNs, the case of `Effect`. */
export const LEGACY_ERROR = 'The policy failed legacy parsing';
