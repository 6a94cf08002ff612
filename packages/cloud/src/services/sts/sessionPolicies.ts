import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { POLICY_LIMITS, PolicyError, parsePolicy, policyLength } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';

export interface SessionPolicies {
  /** As JSON text. */
  readonly policies: readonly string[];
  /** How much of what a session may carry is used, in percent; undefined: nothing is carried. */
  readonly packedPercent: number | undefined;
}

/**
 * The policies that narrow a session. AWS packs them, with the session's tags, into a binary form
 * of its own and tells how full that is; here the plain text counts.
 */
export function sessionPolicies(
  { Policy, PolicyArns = [], Tags = [] }: Pick<AssumeRoleRequest, 'Policy' | 'PolicyArns' | 'Tags'>,
  context: Context,
): SessionPolicies {
  if (PolicyArns.length > managedMax) {
    throw new AwsError(
      'ValidationError',
      `The number of managed session policies must not exceed ${managedMax}`,
    );
  }
  if (Policy !== undefined) checkPolicy(Policy);
  const managed = PolicyArns.map(({ arn = '' }) => managedPolicy(arn, context));
  const carried = [
    Policy === undefined ? '' : Policy.replaceAll(/\s/g, ''),
    ...PolicyArns.map(({ arn = '' }) => arn),
    ...Tags.flatMap(({ Key = '', Value = '' }) => [Key, Value]),
  ].join('');
  return {
    policies: [...(Policy === undefined ? [] : [Policy]), ...managed],
    packedPercent: carried === '' ? undefined : percentOf(carried),
  };
}

const managedMax = 10;

function checkPolicy(text: string) {
  if (policyLength(text) > POLICY_LIMITS.session) throw tooLarge(text);
  try {
    parsePolicy(text, 'session');
  } catch (error) {
    if (error instanceof PolicyError) {
      throw new AwsError('MalformedPolicyDocumentException', error.message);
    }
    throw error;
  }
}

function managedPolicy(arn: string, { identities }: Context): string {
  const text = identities.managedPolicy(arn);
  if (text !== undefined) return text;
  const message = `Policy ${arn} does not exist or is not attachable.`;
  throw new AwsError('ValidationError', message);
}

function percentOf(carried: string): number {
  const percent = Math.ceil((carried.length * 100) / carriedMax);
  if (percent > 100) throw tooLarge(carried);
  return percent;
}

/** Room for one session policy of full length and as much again of ARNs and tags. */
const carriedMax = 2 * POLICY_LIMITS.session;

function tooLarge({ length }: string): AwsError {
  const percent = Math.ceil((length * 100) / POLICY_LIMITS.session);
  return new AwsError(
    'PackedPolicyTooLargeException',
    `Packed size of session policy consumes ${percent}% of allotted space.`,
  );
}
