import type {
  PutResourcePolicyRequest,
  PutResourcePolicyResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { PolicyError, parsePolicy } from '@tocsin/engine/policy';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter } from './onLogGroup.ts';
import { describePolicy, resourcePolicies } from './resourcePolicies.ts';

/** Lets services of AWS write to log groups, or replaces the policy of that name. */
export const PutResourcePolicy = operation<PutResourcePolicyRequest, PutResourcePolicyResponse>({
  accepts: ['policyName', 'policyDocument'],
  resource: () => '*',
  run({ policyName, policyDocument }, context) {
    if (policyName === undefined || policyDocument === undefined) {
      throw invalidParameter('policyName and policyDocument are required.');
    }
    checkPolicy(policyDocument);
    const table = context.table(resourcePolicies);
    if (!table.has(policyName) && table.size >= policiesMax) {
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    }
    const policy = { name: policyName, document: policyDocument, updatedMs: context.nowMs };
    return { resourcePolicy: describePolicy(table.put(policy)) };
  },
});

function checkPolicy(text: string) {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw invalidParameter(`Invalid policy document: ${error.message}`);
  }
}

/** CloudWatch Logs quotas. */
const policiesMax = 10;
