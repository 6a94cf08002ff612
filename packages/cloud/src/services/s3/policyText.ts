import { type Policy, PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { bucketArn } from './state.ts';

/** Throws MalformedPolicy, in the words of S3, for what cannot be the policy of this bucket. */
export function checkBucketPolicy(text: string, bucket: string, { identities }: Context) {
  if (Buffer.byteLength(text) > policyBytesMax) {
    throw malformedPolicy('Normalized policy document exceeds the maximum allowed size');
  }
  if (!text.startsWith('{') || !isJson(text)) {
    throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  for (const { type, value } of parsed(text).principals) {
    if (type !== 'AWS' || identities.mayExist(value)) continue;
    throw malformedPolicy('Invalid principal in policy', { Detail: `"AWS" : "${value}"` });
  }
  const { Statement } = JSON.parse(text) as { Statement: StatementText | StatementText[] };
  for (const statement of [Statement].flat()) checkStatement(statement, bucket);
}

function parsed(text: string): Policy {
  try {
    return parsePolicy(text, 'resource');
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message);
    throw error;
  }
}

interface StatementText {
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
}

/** A bucket's policy speaks of S3, of this bucket and of what is in it. */
function checkStatement(statement: StatementText, bucket: string) {
  const { Action, NotAction, Resource, NotResource } = statement;
  for (const action of [Action ?? NotAction ?? []].flat()) {
    if (!/^(?:\*|s3:.+)$/i.test(action)) throw malformedPolicy('Policy has invalid action');
  }
  const own = bucketArn(bucket);
  for (const resource of [Resource ?? NotResource ?? []].flat()) {
    if (resource !== own && !resource.startsWith(`${own}/`) && resource !== `${own}*`) {
      throw malformedPolicy('Policy has invalid resource');
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function malformedPolicy(message: string, fields?: { Detail: string }): AwsError {
  return new AwsError('MalformedPolicy', message, { statusCode: 400, ...(fields && { fields }) });
}

const policyBytesMax = 20 * 1024;
