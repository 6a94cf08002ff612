/** Source: "Amazon SNS filter policy constraints" in the SNS Developer Guide. */
export const FILTER_POLICY_LIMITS = {
  /** Keys at the top of the policy; for a nested policy only the outermost count. */
  keys: 5,
  /** The product over all leaves of (values × depth). */
  combinations: 150,
  bytes: 262_144,
} as const;

/** How deep a policy or a message body is followed. SNS names no figure; the size bounds it. */
export const MAX_DEPTH = 100;
