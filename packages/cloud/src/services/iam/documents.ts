import {
  POLICY_LIMITS,
  type Policy,
  PolicyError,
  type PolicyKind,
  parsePolicy,
  policyLength,
} from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';

/** Reads a document that somebody puts. Throws MalformedPolicyDocument in IAM's words. */
export function readDocument(text: string, kind: PolicyKind): Policy {
  try {
    return parsePolicy(text, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw malformed(error.message);
    throw error;
  }
}

/** Checks a trust policy; the principals of this account must exist. Returns the text. */
export function readTrustPolicy(text: string, context: Context): string {
  const policy = readDocument(text, 'trust');
  for (const { type, value } of policy.principals) {
    if (type === 'AWS' && !context.identities.mayExist(value)) {
      throw malformed(`Invalid principal in policy: "AWS":"${value}"`);
    }
  }
  if (policyLength(text) > POLICY_LIMITS.trust) {
    const message = `Cannot exceed quota for ACLSizePerRole: ${POLICY_LIMITS.trust}`;
    throw new AwsError('LimitExceededException', message);
  }
  return text;
}

/** Checks the document of a managed policy. Returns the text. */
export function readManagedDocument(text: string): string {
  readDocument(text, 'identity');
  if (policyLength(text) > POLICY_LIMITS.managed) {
    const message = `Cannot exceed quota for PolicySize: ${POLICY_LIMITS.managed}`;
    throw new AwsError('LimitExceededException', message);
  }
  return text;
}

/** Documents come back as they were put, percent-encoded as RFC 3986 has it. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, hexOf);
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', message);
}
