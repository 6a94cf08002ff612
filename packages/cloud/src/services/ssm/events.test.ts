import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { createRunbook, finished, get, outcomes } from './automation.testkit.ts';

const runbook = `
schemaVersion: '0.3'
parameters: { UserName: { type: String } }
mainSteps:
  - name: pause
    action: aws:sleep
    inputs: { Duration: PT1M }
  - name: look
    action: aws:executeAwsApi
    inputs: { Service: iam, Api: GetUser, UserName: '{{ UserName }}' }
`;

/** What a rule for everything of Systems Manager brought to a queue. */
async function watch(cloud: TestCloud) {
  const QueueArn = 'arn:aws:sqs:us-east-1:123456789012:seen';
  const { QueueUrl } = await cloud.sqs.createQueue({
    QueueName: 'seen',
    Attributes: {
      Policy: policyText([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QueueArn,
        },
      ]),
    },
  });
  const EventPattern = JSON.stringify({ source: ['aws.ssm'] });
  await cloud.eventbridge.putRule({ Name: 'seen', EventPattern });
  await cloud.eventbridge.putTargets({ Rule: 'seen', Targets: [{ Id: 'q', Arn: QueueArn }] });
  return async () => {
    await cloud.settled();
    const seen: { type: string; resources: string[]; detail: Record<string, string> }[] = [];
    for (;;) {
      const { Messages = [] } = await cloud.sqs.receiveMessage({
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      if (Messages.length === 0) return seen;
      for (const { Body, ReceiptHandle } of Messages) {
        const { 'detail-type': type, resources, detail } = JSON.parse(Body!);
        seen.push({ type, resources, detail });
        await cloud.sqs.deleteMessage({ QueueUrl, ReceiptHandle: ReceiptHandle! });
      }
    }
  };
}

test('records: what happens to automations and parameters, as events', async () => {
  await using cloud = await startTestCloud();
  const seen = await watch(cloud);
  await createRunbook(cloud.ssm, 'Looks', runbook);
  const Parameters = { UserName: ['tocsin-admin'] };
  const { AutomationExecutionId } = await finished(cloud, { DocumentName: 'Looks', Parameters });
  await cloud.advance('2m');
  const told = await seen();
  // EventBridge keeps no order.
  assert.deepEqual(
    told
      .map(({ type, detail: { StepName = '', Status } }) => `${type} ${StepName} ${Status}`)
      .sort(),
    [
      'EC2 Automation Execution Status-change Notification  InProgress',
      'EC2 Automation Execution Status-change Notification  Success',
      'EC2 Automation Step Status-change Notification look InProgress',
      'EC2 Automation Step Status-change Notification look Success',
      'EC2 Automation Step Status-change Notification pause InProgress',
      'EC2 Automation Step Status-change Notification pause Success',
    ],
  );
  assert.deepEqual(told[0]!.resources, [
    `arn:aws:ssm:us-east-1:123456789012:automation-execution/${AutomationExecutionId}`,
    'arn:aws:ssm:us-east-1:123456789012:automation-definition/Looks:1',
  ]);
  await cloud.ssm.putParameter({ Name: '/key', Value: 'secret', Type: 'SecureString' });
  await cloud.ssm.deleteParameter({ Name: '/key' });
  assert.deepEqual(
    (await seen()).map(({ type, detail }) => [type, detail]),
    ['Create', 'Delete'].map((operation) => [
      'Parameter Store Change',
      { operation, name: '/key', type: 'SecureString' },
    ]),
  );
});

test('does: runs as the role with which EventBridge starts it, and goes on after a restart', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-ssm-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  let id = '';
  let nowMs = 0;
  {
    await using cloud = await startTestCloud({ data: { folder } });
    await createRunbook(cloud.ssm, 'Looks', runbook);
    const { Role } = await cloud.iam.createRole({
      RoleName: 'starter',
      AssumeRolePolicyDocument: policyText([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        },
      ]),
    });
    const PolicyDocument = policyText([
      { Effect: 'Allow', Action: ['ssm:StartAutomationExecution', 'iam:GetUser'], Resource: '*' },
    ]);
    await cloud.iam.putRolePolicy({ RoleName: 'starter', PolicyName: 'own', PolicyDocument });
    const EventPattern = JSON.stringify({ source: ['mine'] });
    await cloud.eventbridge.putRule({ Name: 'start', EventPattern });
    await cloud.eventbridge.putTargets({
      Rule: 'start',
      Targets: [
        {
          Id: 'a',
          Arn: 'arn:aws:ssm:us-east-1:123456789012:automation-definition/Looks:$DEFAULT',
          RoleArn: Role!.Arn!,
          InputTransformer: {
            InputPathsMap: { user: '$.detail.user' },
            InputTemplate: '{"UserName":[<user>]}',
          },
        },
      ],
    });
    await cloud.eventbridge.putEvents({
      Entries: [{ Source: 'mine', DetailType: 'x', Detail: '{"user":"tocsin-admin"}' }],
    });
    await cloud.settled();
    const { AutomationExecutionMetadataList: [started] = [] } =
      await cloud.ssm.describeAutomationExecutions({});
    id = started!.AutomationExecutionId!;
    assert.match(started!.ExecutedBy!, /assumed-role\/starter\//);
    assert.equal(started!.CurrentStepName, 'pause');
    nowMs = cloud.parts.clock.now();
  }
  await using cloud = await startTestCloud({ data: { folder }, startMs: nowMs + 120_000 });
  await cloud.settled();
  const execution = await get(cloud, id);
  assert.equal(execution.FailureMessage, undefined);
  assert.deepEqual(outcomes(execution), ['pause Success', 'look Success']);
  const record = cloud.records().find(({ eventName }) => eventName === 'GetUser')!;
  assert.match(JSON.stringify(record.userIdentity), /assumed-role\/starter\//);
});
