import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { zipSync } from 'fflate';
import { accountId, drain, openQueue, putEvent, ruleTo } from './bus.testkit.ts';

const orders = { source: ['shop'] };

async function makeRole({ iam }: TestCloud, RoleName: string, service: string) {
  const AssumeRolePolicyDocument = policyText([
    { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
  ]);
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
  const PolicyDocument = policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  await iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument });
  return Role!.Arn!;
}

test('does: a function that lets the rule in', async () => {
  await using cloud = await startTestCloud();
  const code = 'exports.handler = async (event) => console.log("sold", event.detail.sku)';
  const { FunctionArn } = await cloud.lambda.createFunction({
    FunctionName: 'sell',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: await makeRole(cloud, 'sell', 'lambda.amazonaws.com'),
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
  });
  const dead = await openQueue(cloud, 'dead');
  const rule = await ruleTo(
    cloud,
    'orders',
    orders,
    { arn: FunctionArn! },
    {
      DeadLetterConfig: { Arn: dead.arn },
    },
  );
  await putEvent(cloud, { sku: 'early' });
  const [letter] = await drain(cloud, dead);
  assert.equal(letter!.attributes.ERROR_CODE, 'NO_PERMISSIONS');

  await cloud.lambda.addPermission({
    FunctionName: 'sell',
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: rule,
  });
  await putEvent(cloud, { sku: 'x' });
  await cloud.settled();
  const { events = [] } = await cloud.logs.filterLogEvents({
    logGroupName: '/aws/lambda/sell',
    filterPattern: 'sold',
  });
  assert.equal(events.length, 1);
  assert.match(events[0]!.message!, /sold x/);
});

test("does: a runbook, with the target's role", async () => {
  await using cloud = await startTestCloud();
  await cloud.ssm.createDocument({
    Name: 'Note',
    DocumentType: 'Automation',
    DocumentFormat: 'JSON',
    Content: JSON.stringify({
      schemaVersion: '0.3',
      parameters: { Who: { type: 'String' } },
      mainSteps: [{ name: 'wait', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
    }),
  });
  const arn = `arn:aws:ssm:us-east-1:${accountId}:automation-definition/Note:$DEFAULT`;
  await ruleTo(
    cloud,
    'orders',
    orders,
    { arn },
    {
      RoleArn: await makeRole(cloud, 'note', 'events.amazonaws.com'),
      InputTransformer: {
        InputPathsMap: { who: '$.detail.who' },
        InputTemplate: '{"Who":[<who>]}',
      },
    },
  );
  await putEvent(cloud, { who: 'ann' });
  await cloud.settled();
  const { AutomationExecutionMetadataList = [] } = await cloud.ssm.describeAutomationExecutions({});
  const [{ AutomationExecutionId } = {}] = AutomationExecutionMetadataList;
  const { AutomationExecution } = await cloud.ssm.getAutomationExecution({
    AutomationExecutionId: AutomationExecutionId!,
  });
  assert.equal(AutomationExecution!.DocumentName, 'Note');
  assert.deepEqual(AutomationExecution!.Parameters?.Who, ['ann']);
});
