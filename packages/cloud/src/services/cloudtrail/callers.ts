import { type Caller, roleCaller, serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';

/**
 * CloudTrail writing to a bucket or a topic: their policies see it as a service. It is no source
 * owner, so the policy that a topic is born with does not let it in.
 */
export function deliveryCaller(trailArn: string, { accountId }: Context): Caller {
  const caller = serviceCaller(servicePrincipal, { arn: trailArn, accountId });
  const { 'aws:sourceowner': _owner, ...conditionKeys } = caller.conditionKeys!;
  return { ...caller, conditionKeys };
}

/**
 * CloudTrail writing to a log group, with the trail's role. Undefined where the role is missing or
 * does not trust CloudTrail.
 */
export function logsCaller(
  roleArn: string,
  trailArn: string,
  context: Context,
): Caller | undefined {
  const identity = context.identities.serviceSession(roleArn, servicePrincipal, logsSessionName, {
    'aws:sourcearn': trailArn,
    'aws:sourceaccount': context.accountId,
  });
  return identity && { ...roleCaller(identity, servicePrincipal), unrecorded: true };
}

export const servicePrincipal = 'cloudtrail.amazonaws.com';
/** The session name that CloudTrail's calls to CloudWatch Logs carry. */
const logsSessionName = 'CLOUDWATCH_LOG_DELIVERY_SESSION';
