import type { IAM } from '@aws-sdk/client-iam';
import type { Step } from '../step.ts';
import { policyStep, type Target } from './target.ts';

/**
 * Denies a role's sessions that were issued before now. What AWS's console does under the name
 * AWSRevokeOlderSessions; another name, so that such a policy of a person stays as it is. It goes
 * on to hold when the denial of the role is taken away to let its owners in again.
 */
export function revokeSessions(iam: IAM, target: Target, beforeMs: number): Step {
  return policyStep(iam, target, {
    name: revocationPolicyName,
    stepName: 'revoke the sessions of the role',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TocsinRevokeOlderSessions',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(beforeMs).toISOString() } },
        },
      ],
    },
  });
}

export const revocationPolicyName = 'tocsin-revoked-sessions';
