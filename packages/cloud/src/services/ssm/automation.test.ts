import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { createRunbook, finished, get, outcomes } from './automation.testkit.ts';

/** A runbook of these steps, in JSON. */
const runbook = (mainSteps: readonly object[], more: object = {}) =>
  JSON.stringify({ schemaVersion: '0.3', mainSteps, ...more });

const api = (name: string, Service: string, Api: string, more: object = {}) => {
  const { inputs, ...rest } = more as { inputs?: object };
  return { name, action: 'aws:executeAwsApi', inputs: { Service, Api, ...inputs }, ...rest };
};
const whoAmI = (name: string, more: object = {}) => api(name, 'sts', 'GetCallerIdentity', more);
const failing = (name: string, more: object = {}) =>
  api(name, 'iam', 'GetUser', { ...more, inputs: { UserName: 'nobody' } });
const sleep = (name: string, Duration: string, more: object = {}) => ({
  name,
  action: 'aws:sleep',
  inputs: { Duration },
  ...more,
});
const account = [{ Name: 'Id', Selector: '$.Account', Type: 'String' }];
const branch = (name: string, Choices: readonly object[], more: object = {}) => ({
  name,
  action: 'aws:branch',
  inputs: { Choices, ...more },
});

test('does: goes the way that steps say', async () => {
  await using cloud = await startTestCloud();
  const cases: [name: string, steps: object[], status: string, ran: string[]][] = [
    ['OneByOne', [whoAmI('one'), whoAmI('two')], 'Success', ['one Success', 'two Success']],
    [
      'Ends',
      [whoAmI('one', { isEnd: true }), whoAmI('two')],
      'Success',
      ['one Success', 'two Pending'],
    ],
    [
      'Jumps',
      [whoAmI('one', { nextStep: 'three' }), whoAmI('two'), whoAmI('three')],
      'Success',
      ['one Success', 'three Success', 'two Pending'],
    ],
    ['Aborts', [failing('one'), whoAmI('two')], 'Failed', ['one Failed', 'two Pending']],
    [
      'Continues',
      [failing('one', { onFailure: 'Continue' }), whoAmI('two')],
      'Success',
      ['one Failed', 'two Success'],
    ],
    [
      'ContinuesCritical',
      [failing('one', { onFailure: 'Continue', isCritical: true }), whoAmI('two')],
      'Failed',
      ['one Failed', 'two Success'],
    ],
    [
      'JumpsOnFailure',
      [failing('one', { onFailure: 'step:three' }), whoAmI('two'), whoAmI('three')],
      'Success',
      ['one Failed', 'three Success', 'two Pending'],
    ],
    [
      'Branches',
      [
        whoAmI('who', { outputs: account }),
        branch('choose', [
          { NextStep: 'two', Variable: '{{ who.Id }}', StringEquals: '1' },
          {
            NextStep: 'three',
            And: [
              { Variable: '{{ who.Id }}', StartsWith: '1234' },
              { Not: { Variable: '{{ who.Id }}', NumericLesser: 5 } },
            ],
          },
        ]),
        whoAmI('two'),
        whoAmI('three'),
      ],
      'Success',
      ['who Success', 'choose Success', 'three Success', 'two Pending'],
    ],
    [
      'BranchesByDefault',
      [
        branch('choose', [{ NextStep: 'two', Variable: 'a', StringEquals: 'b' }], {
          Default: 'three',
        }),
        whoAmI('two'),
        whoAmI('three'),
      ],
      'Success',
      ['choose Success', 'three Success', 'two Pending'],
    ],
    [
      'FailsToResolve',
      [
        whoAmI('one', { nextStep: 'three' }),
        whoAmI('two', { outputs: account }),
        failing('three', { inputs: {} }),
        sleep('four', 'PT{{ two.Id }}S'),
      ],
      'Failed',
      ['one Success', 'three Failed', 'two Pending', 'four Pending'],
    ],
  ];
  for (const [name, steps, status, ran] of cases) {
    await createRunbook(cloud.ssm, name, runbook(steps));
    const execution = await finished(cloud, { DocumentName: name });
    assert.equal(execution.AutomationExecutionStatus, status, name);
    assert.deepEqual(outcomes(execution), ran, name);
  }
});

test('refuses: a step whose call fails, in the words of Automation', async () => {
  await using cloud = await startTestCloud();
  await createRunbook(cloud.ssm, 'Fails', runbook([failing('one')]));
  const { FailureMessage, StepExecutions } = await finished(cloud, { DocumentName: 'Fails' });
  const message =
    'Step fails when it is Execute/Cancelling action. An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name nobody cannot be found. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';
  assert.equal(FailureMessage, message);
  assert.equal(StepExecutions?.[0]?.FailureMessage, FailureMessage);
});

test('refuses: a loop without an end, and lets others go on meanwhile', async () => {
  await using cloud = await startTestCloud();
  const circle = [branch('one', [{ NextStep: 'one', Variable: 'a', StringEquals: 'a' }])];
  await createRunbook(cloud.ssm, 'Circle', runbook(circle));
  const { AutomationExecutionId } = await cloud.ssm.startAutomationExecution({
    DocumentName: 'Circle',
  });
  await cloud.sts.getCallerIdentity({});
  const during = await get(cloud, AutomationExecutionId!);
  assert.equal(during.AutomationExecutionStatus, 'InProgress');
  await cloud.settled();
  const execution = await get(cloud, AutomationExecutionId!);
  assert.equal(execution.AutomationExecutionStatus, 'Failed');
  assert.match(execution.FailureMessage!, /ran 500 steps, which is the limit/);
  assert.equal(execution.StepExecutionsTruncated, true);
});

test('does: sleeps on the clock and waits for a property', async () => {
  await using cloud = await startTestCloud();
  const wait = {
    name: 'wait',
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: 600,
    inputs: {
      Service: 'iam',
      Api: 'ListUsers',
      PropertySelector: "$.Users[?(@.UserName == 'late')].Path",
      DesiredValues: ['["/"]'],
    },
  };
  await createRunbook(cloud.ssm, 'Waits', runbook([sleep('pause', 'PT1H30M'), wait]));
  const start = async () =>
    (await finished(cloud, { DocumentName: 'Waits' })).AutomationExecutionId!;
  const id = await start();
  assert.deepEqual(outcomes(await get(cloud, id)), ['pause InProgress', 'wait Pending']);
  await cloud.advance('89m');
  assert.deepEqual(outcomes(await get(cloud, id)), ['pause InProgress', 'wait Pending']);
  await cloud.advance('2m');
  assert.deepEqual(outcomes(await get(cloud, id)), ['pause Success', 'wait InProgress']);
  await cloud.advance('10m');
  assert.deepEqual(outcomes(await get(cloud, id)), ['pause Success', 'wait TimedOut']);
  assert.equal((await get(cloud, id)).AutomationExecutionStatus, 'TimedOut');

  const second = await start();
  await cloud.advance('91m');
  await cloud.iam.createUser({ UserName: 'late' });
  await cloud.advance('20s');
  assert.equal((await get(cloud, second)).AutomationExecutionStatus, 'Success');
});

test('does: asks for approval, and cancels', async () => {
  await using cloud = await startTestCloud();
  const { TopicArn } = await cloud.sns.createTopic({ Name: 'Approvals' });
  await cloud.sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' });
  const approve = {
    name: 'ask',
    action: 'aws:approve',
    inputs: {
      NotificationArn: TopicArn,
      Message: 'May I?',
      Approvers: ['alice', 'arn:aws:iam::123456789012:user/bob'],
      MinRequiredApprovals: 2,
    },
    onCancel: 'step:clean',
  };
  const steps = [approve, whoAmI('after', { isEnd: true }), whoAmI('clean')];
  await createRunbook(cloud.ssm, 'Asks', runbook(steps));
  const allow = [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }];
  const alice = await signInAs(cloud, 'alice', allow);
  const bob = await signInAs(cloud, 'bob', allow);
  const started = async () => {
    const { AutomationExecutionId } = await finished(cloud, { DocumentName: 'Asks' });
    return { AutomationExecutionId };
  };

  const both = await started();
  assert.equal(
    (await get(cloud, both.AutomationExecutionId!)).AutomationExecutionStatus,
    'Waiting',
  );
  const signal = { ...both, SignalType: 'Approve' } as const;
  await alice.ssm.sendAutomationSignal({ ...signal, Payload: { Comment: ['fine'] } });
  for (const who of [cloud, alice]) {
    await assert.rejects(who.ssm.sendAutomationSignal(signal), {
      name: 'InvalidAutomationSignalException',
    });
  }
  await bob.ssm.sendAutomationSignal(signal);
  await cloud.settled();
  const approved = await get(cloud, both.AutomationExecutionId!);
  assert.equal(approved.AutomationExecutionStatus, 'Success');
  assert.deepEqual(approved.StepExecutions?.[0]?.Outputs?.ApprovalStatus, ['Approved']);
  await assert.rejects(bob.ssm.sendAutomationSignal(signal), {
    name: 'AutomationStepNotFoundException',
  });

  const rejected = await started();
  await bob.ssm.sendAutomationSignal({ ...rejected, SignalType: 'Reject' });
  await cloud.settled();
  assert.equal(
    (await get(cloud, rejected.AutomationExecutionId!)).AutomationExecutionStatus,
    'Failed',
  );

  const cancelled = await started();
  await cloud.ssm.stopAutomationExecution(cancelled);
  await cloud.settled();
  const ended = await get(cloud, cancelled.AutomationExecutionId!);
  assert.equal(ended.AutomationExecutionStatus, 'Cancelled');
  assert.deepEqual(outcomes(ended), ['ask Cancelled', 'clean Success', 'after Pending']);
  await assert.rejects(cloud.ssm.stopAutomationExecution(cancelled), {
    name: 'InvalidAutomationStatusUpdateException',
  });
});

test('does: runs steps as whoever started it, and tries again as often as it says', async () => {
  await using cloud = await startTestCloud();
  const steps = [failing('one', { maxAttempts: 3 })];
  await createRunbook(cloud.ssm, 'Own', runbook(steps));
  const user = await signInAs(cloud, 'carol', [
    { Effect: 'Allow', Action: 'ssm:*', Resource: '*' },
  ]);
  await user.ssm.startAutomationExecution({ DocumentName: 'Own' });
  await cloud.settled();
  const tries = cloud.records().filter(({ eventName }) => eventName === 'GetUser');
  assert.deepEqual(
    tries.map(({ errorCode, userIdentity }) => [
      errorCode,
      (userIdentity as { userName: string }).userName,
    ]),
    Array(3).fill(['AccessDenied', 'carol']),
  );
});

test('does: takes parameters by their types', async () => {
  await using cloud = await startTestCloud();
  const parameters = {
    Action: { type: 'String', allowedValues: ['Install', 'Uninstall'], default: 'Install' },
    Wait: { type: 'Integer', default: 5 },
    Names: { type: 'StringList', maxItems: 2, default: [] },
    Really: { type: 'Boolean', default: true },
    Map: { type: 'StringMap', default: {} },
    Code: { type: 'String', allowedPattern: '^[a-z]+$', default: 'a' },
  };
  const content = runbook([sleep('pause', 'PT{{ Wait }}S')], { parameters });
  await createRunbook(cloud.ssm, 'Typed', content);
  const start = (Parameters: Record<string, string[]>) =>
    cloud.ssm.startAutomationExecution({ DocumentName: 'Typed', Parameters });
  const cases: [Record<string, string[]>, RegExp][] = [
    [
      { Action: ['install'] },
      /^Parameter "Action" has value "install" not found in \[Install, Uninstall\]\.$/,
    ],
    [{ Wait: ['soon'] }, /not of type Integer/],
    [{ Names: ['a', 'b', 'c'] }, /Number of items/],
    [{ Really: ['perhaps'] }, /not of type Boolean/],
    [{ Map: ['[]'] }, /not of type StringMap/],
    [{ Code: ['A'] }, /not matching/],
    [{ Action: ['Install', 'Install'] }, /exactly one value/],
    [{ Other: ['x'] }, /"Other" is not declared/],
  ];
  for (const [Parameters, message] of cases) {
    await assert.rejects(start(Parameters), {
      name: 'InvalidAutomationExecutionParametersException',
      message,
    });
  }
  await start({ Wait: ['7'], Really: ['false'], Map: ['{"a":1}'], Names: ['x', 'y'] });
  await cloud.settled();
  const { AutomationExecutionMetadataList: [found] = [] } =
    await cloud.ssm.describeAutomationExecutions({
      Filters: [{ Key: 'DocumentNamePrefix', Values: ['Typ'] }],
    });
  const { Parameters, StepExecutions } = await get(cloud, found!.AutomationExecutionId!);
  assert.deepEqual(Parameters, {
    Action: ['Install'],
    Wait: ['7'],
    Names: ['x', 'y'],
    Really: ['false'],
    Map: ['{"a":1}'],
    Code: ['a'],
  });
  assert.deepEqual(StepExecutions?.[0]?.Inputs, { Duration: '"PT7S"' });
});

test('refuses: what there is not, and roles that trust nobody', async () => {
  await using cloud = await startTestCloud();
  const { ssm } = cloud;
  const content = runbook([whoAmI('one')], { assumeRole: 'arn:aws:iam::123456789012:role/none' });
  await createRunbook(ssm, 'Roleless', content);
  const cases: [Promise<unknown>, string][] = [
    [
      ssm.startAutomationExecution({ DocumentName: 'None' }),
      'AutomationDefinitionNotFoundException',
    ],
    [
      ssm.startAutomationExecution({ DocumentName: 'Roleless', DocumentVersion: '7' }),
      'AutomationDefinitionVersionNotFoundException',
    ],
    [
      ssm.startAutomationExecution({ DocumentName: 'Roleless' }),
      'InvalidAutomationExecutionParametersException',
    ],
    [
      ssm.getAutomationExecution({ AutomationExecutionId: 'f'.repeat(36) }),
      'AutomationExecutionNotFoundException',
    ],
  ];
  for (const [call, name] of cases) await assert.rejects(call, { name }, name);
  const user = await signInAs(cloud, 'eve', [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }]);
  await assert.rejects(user.ssm.startAutomationExecution({ DocumentName: 'Roleless' }), {
    name: 'AccessDeniedException',
    message: /iam:PassRole on resource: arn:aws:iam::123456789012:role\/none/,
  });
});

test('does: answers the same client token once', async () => {
  await using cloud = await startTestCloud();
  await createRunbook(cloud.ssm, 'Once', runbook([whoAmI('one')]));
  const ClientToken = '00000000-0000-4000-8000-000000000000';
  const first = await cloud.ssm.startAutomationExecution({ DocumentName: 'Once', ClientToken });
  const again = await cloud.ssm.startAutomationExecution({ DocumentName: 'Once', ClientToken });
  assert.equal(again.AutomationExecutionId, first.AutomationExecutionId);
  await assert.rejects(
    cloud.ssm.startAutomationExecution({
      DocumentName: 'Once',
      ClientToken,
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
    { name: 'IdempotentParameterMismatch' },
  );
});
