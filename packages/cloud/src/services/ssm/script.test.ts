import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { createRunbook, finished } from './automation.testkit.ts';

const runbook = (Runtime: string, Script: string, more: object = {}) =>
  JSON.stringify({
    schemaVersion: '0.3',
    outputs: ['run.Sum'],
    mainSteps: [
      {
        name: 'run',
        action: 'aws:executeScript',
        inputs: {
          Runtime,
          Handler: 'add',
          Script,
          InputPayload: { numbers: [1, 2], id: '{{ automation:EXECUTION_ID }}' },
        },
        outputs: [{ Name: 'Sum', Selector: '$.Payload.sum', Type: 'Integer' }],
        ...more,
      },
    ],
  });

const python = `
def add(events, context):
    print('adding')
    return {'sum': sum(events['numbers']), 'id': events['id']}
`;
const node = `
exports.add = async (events) => {
  console.log('adding');
  return { sum: events.numbers[0] + events.numbers[1], id: events.id };
};
`;

test('does: runs scripts in both languages', async () => {
  await using cloud = await startTestCloud();
  for (const [name, runtime, text] of [
    ['Python', 'python3.11', python],
    ['Node', 'nodejs22.x', node],
  ] as const) {
    await createRunbook(cloud.ssm, name, runbook(runtime, text));
    const execution = await finished(cloud, { DocumentName: name });
    assert.equal(execution.FailureMessage, undefined);
    assert.deepEqual(execution.Outputs, { 'run.Sum': ['3'] }, name);
    const outputs = execution.StepExecutions?.[0]?.Outputs;
    const { Payload } = JSON.parse(outputs!.OutputPayload![0]!);
    assert.deepEqual(Payload, { sum: 3, id: execution.AutomationExecutionId });
    assert.match(outputs!.ExecutionLog![0]!, /adding/);
  }
});

test('does: gives a script the credentials of whoever started it', async () => {
  await using cloud = await startTestCloud();
  const script = `
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
export const add = async () => {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return { sum: 0, Arn };
};`;
  await createRunbook(cloud.ssm, 'Who', runbook('nodejs22.x', script));
  const { StepExecutions, FailureMessage } = await finished(cloud, { DocumentName: 'Who' });
  assert.equal(FailureMessage, undefined);
  const { Payload } = JSON.parse(StepExecutions![0]!.Outputs!.OutputPayload![0]!);
  assert.equal(Payload.Arn, 'arn:aws:iam::123456789012:user/tocsin-admin');
});

test('refuses: a script that throws, and one that does not end', async () => {
  await using cloud = await startTestCloud();
  const cases: [name: string, script: string, status: string, message: RegExp][] = [
    ['Throws', "exports.add = () => { throw new TypeError('no'); }", 'Failed', /TypeError: no/],
    ['Hangs', 'exports.add = () => { for (;;); }', 'TimedOut', /timed out after 1 seconds/],
  ];
  for (const [name, script, status, message] of cases) {
    await createRunbook(cloud.ssm, name, runbook('nodejs22.x', script, { timeoutSeconds: 1 }));
    const execution = await finished(cloud, { DocumentName: name });
    assert.equal(execution.AutomationExecutionStatus, status, name);
    assert.match(execution.FailureMessage!, message);
  }
});
