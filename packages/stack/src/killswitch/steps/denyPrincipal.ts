import { createHash } from 'node:crypto';
import type { IAM } from '@aws-sdk/client-iam';
import type { Step } from '../step.ts';
import { policyStep, type Target } from './target.ts';

/** Denies everything. On a user it also covers the sessions from GetSessionToken and federation. */
export function denyPrincipal(iam: IAM, target: Target): Step {
  const { sessionUserId } = target;
  const statement = {
    Sid: 'TocsinContainment',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    ...(sessionUserId && { Condition: { StringEquals: { 'aws:userid': sessionUserId } } }),
  };
  return policyStep(iam, target, {
    name: containmentPolicyName(sessionUserId),
    stepName: `deny the ${sessionUserId ? 'session' : target.kind}`,
    document: { Version: '2012-10-17', Statement: [statement] },
  });
}

/** Sessions of one role are denied by policies of their own. */
export function containmentPolicyName(sessionUserId?: string): string {
  if (!sessionUserId) return policyPrefix;
  const key = createHash('sha256').update(sessionUserId).digest('hex').slice(0, 8);
  return `${policyPrefix}-${key}`;
}

export const policyPrefix = 'tocsin-containment';
