import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { PassedRole } from '../../kernel/operation.ts';
import { logsCaller, servicePrincipal } from './callers.ts';
import type { Trail, TrailLogGroup } from './state.ts';

/** The role that writes to the log group. */
export const passedToTrail = (input: { CloudWatchLogsRoleArn?: string }): readonly PassedRole[] => {
  const { CloudWatchLogsRoleArn: roleArn } = input;
  return roleArn ? [{ roleArn, service: servicePrincipal }] : [];
};

/**
 * The log group that CreateTrail or UpdateTrail asks for: `kept` when neither member is sent, none
 * when either is empty. Throws AWS's answer when only one of the two is there.
 */
export function logGroupOf(
  input: { CloudWatchLogsLogGroupArn?: string; CloudWatchLogsRoleArn?: string },
  kept?: TrailLogGroup,
): TrailLogGroup | undefined {
  const { CloudWatchLogsLogGroupArn: arn, CloudWatchLogsRoleArn: roleArn } = input;
  if (arn === undefined && roleArn === undefined) return kept;
  if (arn === '' || roleArn === '') return undefined;
  if (roleArn === undefined) throw invalidRole('You must specify a log group and a role ARN.');
  if (arn === undefined) throw invalidGroup('You must specify a log group and a role ARN.');
  return { arn, roleArn };
}

/**
 * What CloudTrail does before it takes a log group: with the trail's role it makes the stream and
 * finds out whether it may write to it. Throws what CreateTrail answers when it may not.
 */
export function checkLogGroup({ arn: trailArn, logGroup }: Trail, context: Context) {
  if (!logGroup) return;
  const group = logGroupForm.exec(logGroup.arn);
  if (!group) throw invalidGroup('CloudTrail cannot validate the specified log group ARN.');
  if (!roleForm.test(logGroup.roleArn)) {
    throw invalidRole('CloudTrail cannot validate the specified role ARN.');
  }
  if (group[1] !== context.region) {
    throw invalidGroup('You must specify a log group that is in the current region.');
  }
  const caller = logsCaller(logGroup.roleArn, trailArn, context);
  if (!caller) {
    throw invalidRole(
      'Access denied. Verify in IAM that the role has adequate trust relationships.',
    );
  }
  const stream = { logGroupName: group[2]!, logStreamName: logStreamName(context) };
  const refusal =
    refusalOf('ResourceAlreadyExistsException', () =>
      context.call('logs', 'CreateLogStream', stream, { caller }),
    ) ??
    // Permission comes before validation: an empty batch is invalid only where writing is allowed.
    refusalOf('InvalidParameterException', () =>
      context.call('logs', 'PutLogEvents', { ...stream, logEvents: [] }, { caller }),
    );
  if (refusal) {
    throw invalidGroup('Access denied. Verify in IAM that the role has adequate permissions.');
  }
}

/** The name inside a log group's ARN that `checkLogGroup` has found good. */
export function logGroupName(arn: string): string {
  return logGroupForm.exec(arn)![2]!;
}

/** The stream of a trail whose home Region the context looks at. */
export function logStreamName({ accountId, region }: Context): string {
  return `${accountId}_CloudTrail_${region}`;
}

/** The error with which a call was refused; undefined where it was not, or harmlessly. */
function refusalOf(harmless: string, call: () => void): AwsError | undefined {
  try {
    call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.statusCode === 501) throw error;
    if (error.code !== harmless) return error;
  }
  return undefined;
}

function invalidGroup(message: string): AwsError {
  return new AwsError('InvalidCloudWatchLogsLogGroupArnException', message);
}

function invalidRole(message: string): AwsError {
  return new AwsError('InvalidCloudWatchLogsRoleArnException', message);
}

const logGroupForm = /^arn:aws:logs:([a-z0-9-]+):\d{12}:log-group:([A-Za-z0-9._/#-]{1,512}):\*$/;
const roleForm = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
