import type { IAM } from '@aws-sdk/client-iam';
import type { Step } from '../step.ts';
import { inlinePolicies, policyStep, type Target } from './target.ts';

/**
 * Denies the sessions that were issued before then: what AWS's console does with roles under the
 * name AWSRevokeOlderSessions; another name, so that such a policy of a person stays as it is. Of a
 * user, it holds those of GetSessionToken, which outlive the key they were made with; a call with
 * the key itself has no time of issue. It goes on to hold when the denial is taken away to let the
 * owners in again.
 */
export function revokeSessions(iam: IAM, target: Target, beforeMs: number): Step {
  const statement = {
    Sid: 'TocsinRevokeOlderSessions',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateLessThan: { [issueTime]: new Date(beforeMs).toISOString() } },
  };
  const { undo: _, ...step } = policyStep(iam, target, {
    name: revocationPolicyName,
    stepName: `revoke the sessions of the ${target.kind}`,
    document: { Version: '2012-10-17', Statement: [statement] },
  });
  /** Another incident of the same principal may have set a later time, which revokes more. */
  const readBack = async () => {
    const text = (await inlinePolicies(iam, target).get(revocationPolicyName)) ?? '';
    const [at = ''] = text.match(isoTime) ?? [];
    const sameButTime = { ...statement, Condition: { DateLessThan: { [issueTime]: at } } };
    const document = { Version: '2012-10-17', Statement: [sameButTime] };
    return text === JSON.stringify(document) && Date.parse(at) >= beforeMs;
  };
  return { ...step, readBack };
}

const issueTime = 'aws:TokenIssueTime';
const isoTime = /\d{4}-\d\d-\d\dT[\d:.]+Z/;

/** For an owner who says that nobody else has the older sessions. Gives what was taken away. */
export async function allowOlderSessions(iam: IAM, target: Target): Promise<string> {
  await inlinePolicies(iam, target).remove(revocationPolicyName);
  return `inline policy ${revocationPolicyName}`;
}

export const revocationPolicyName = 'tocsin-revoked-sessions';
