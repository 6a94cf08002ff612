import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { IAM } from '@aws-sdk/client-iam';
import { ifThere } from './step.ts';

/**
 * Reads of secrets, those that were refused among them: alarms want to know of both. And new
 * principals: us-east-1 alone hears of them.
 */
const forwarded = {
  source: ['aws.secretsmanager', 'aws.iam'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['secretsmanager.amazonaws.com', 'iam.amazonaws.com'],
    eventName: [
      'GetSecretValue',
      'BatchGetSecretValue',
      'CreateAccessKey',
      'CreateRole',
      'CreateUser',
    ],
  },
};

/**
 * Sends the reads of other Regions to the bus of the one where the kill-switch is. Each Region
 * tells its own bus alone of its calls, so a replica would be read unseen otherwise.
 */
export async function forwardReads(
  iam: IAM,
  from: readonly EventBridge[],
  { name, busArn }: { readonly name: string; readonly busArn: string },
): Promise<void> {
  if (from.length === 0) return;
  const RoleArn = await makeForwarder(iam, forwarderOf(name), busArn);
  for (const eventbridge of from) {
    await eventbridge.putRule({
      Name: name,
      Description: 'What the kill-switch of tocsin in another Region wants to know.',
      EventPattern: JSON.stringify(forwarded),
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    });
    await eventbridge.putTargets({ Rule: name, Targets: [{ Id: targetId, Arn: busArn, RoleArn }] });
  }
}

export async function stopForwarding(iam: IAM, from: readonly EventBridge[], name: string) {
  for (const eventbridge of from) {
    await ifThere(eventbridge.removeTargets({ Rule: name, Ids: [targetId] }));
    await ifThere(eventbridge.deleteRule({ Name: name }));
  }
  const RoleName = forwarderOf(name);
  await ifThere(iam.deleteRolePolicy({ RoleName, PolicyName: policyName }));
  await ifThere(iam.deleteRole({ RoleName }));
}

const forwarderOf = (name: string) => `${name}-forwarder`;
const targetId = 'home';
const policyName = 'forward';

async function makeForwarder(iam: IAM, RoleName: string, busArn: string): Promise<string> {
  const allow = { Effect: 'Allow' };
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...allow, ...statement }] });
  const Principal = { Service: 'events.amazonaws.com' };
  const found = await ifThere(iam.getRole({ RoleName }));
  const { Role } =
    found ??
    (await iam.createRole({
      RoleName,
      AssumeRolePolicyDocument: document({ Principal, Action: 'sts:AssumeRole' }),
      Description: 'Sends reads of secrets to the Region of the kill-switch of tocsin.',
    }));
  const PolicyDocument = document({ Action: 'events:PutEvents', Resource: busArn });
  await iam.putRolePolicy({ RoleName, PolicyName: policyName, PolicyDocument });
  return Role!.Arn!;
}
