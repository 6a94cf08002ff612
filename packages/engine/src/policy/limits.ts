/**
 * The greatest length of a policy in characters, by where it is stored. IAM does not count white
 * space (see `policyLength`), and its three inline limits hold for the sum of an entity's inline
 * policies. Source: "IAM and AWS STS quotas" and the services' own quota pages.
 */
export const POLICY_LIMITS = {
  userInline: 2048,
  groupInline: 5120,
  roleInline: 10_240,
  managed: 6144,
  trust: 2048,
  session: 2048,
  secretResource: 20_480,
  topicResource: 30_720,
  bucketResource: 20_480,
} as const;

/** The longest document that is read at all: the length bound of `policyDocument` in IAM's API. */
export const MAX_DOCUMENT_LENGTH = 131_072;

/** The length of a policy as IAM counts it against its quotas: without white space. */
export function policyLength(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
