import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { zipSync } from 'fflate';

const SecretId = 'mine';
const RotationLambdaARN = 'arn:aws:lambda:us-east-1:123456789012:function:rotate';

async function startWithSecret() {
  // A Wednesday.
  const cloud = await startTestCloud({ startMs: Date.UTC(2026, 0, 14, 10, 30) });
  await cloud.secretsmanager.createSecret({ Name: SecretId, SecretString: 'v' });
  return cloud;
}

test('refuses: rotation without a function or a valid schedule', async () => {
  await using cloud = await startWithSecret();
  const { secretsmanager } = cloud;
  const rules = (ScheduleExpression: string, more: object = {}) => ({
    RotationLambdaARN,
    RotateImmediately: false,
    RotationRules: { ScheduleExpression, ...more },
  });
  const cases: [object, string, RegExp][] = [
    [
      {},
      'InvalidRequestException',
      /^No Lambda rotation function ARN is associated with this secret\.$/,
    ],
    [{ RotationLambdaARN }, 'AccessDeniedException', /^Secrets Manager cannot invoke/],
    [rules('rate(3 hours)'), 'InvalidParameterException', /rate\(3 hours\)/],
    [rules('rate(0 days)'), 'InvalidParameterException', /rate\(0 days\)/],
    [rules('cron(5 8 * * ? *)'), 'InvalidParameterException', /cron\(5 8/],
    [rules('cron(0 8 * * * *)'), 'InvalidParameterException', /cron\(0 8/],
    [rules('cron(0 24 * * ? *)'), 'InvalidParameterException', /cron\(0 24/],
    [rules('cron(0 8 31 FEB ? *)'), 'InvalidParameterException', /cron\(0 8 31 FEB/],
    [rules('rate(4 days)', { Duration: '25h' }), 'InvalidParameterException', /25h/],
    [
      rules('rate(4 hours)', { Duration: '5h' }),
      'InvalidParameterException',
      /5h.*rate\(4 hours\)/,
    ],
    [
      { RotationLambdaARN: 'rotate', RotateImmediately: false },
      'InvalidParameterException',
      /^RotationLambdaARN rotate is not/,
    ],
    [rules('rate(4 days)', { AutomaticallyAfterDays: 4 }), 'InvalidParameterException', /both/],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(secretsmanager.rotateSecret({ SecretId, ...input }), { name, message });
  }
  const { RotationEnabled } = await secretsmanager.describeSecret({ SecretId });
  assert.equal(RotationEnabled, undefined);
});

test('does: stores the schedule and tells when the next window ends', async () => {
  await using cloud = await startWithSecret();
  const { secretsmanager } = cloud;
  const cases: [object, string][] = [
    [{ AutomaticallyAfterDays: 30 }, '2026-02-13T23:59:59.000Z'],
    [{ AutomaticallyAfterDays: 1, Duration: '2h' }, '2026-01-15T02:00:00.000Z'],
    [{ ScheduleExpression: 'rate(10 days)' }, '2026-01-24T23:59:59.000Z'],
    [{ ScheduleExpression: 'rate(4 hours)' }, '2026-01-14T15:00:00.000Z'],
    [{ ScheduleExpression: 'cron(0 8 1 * ? *)', Duration: '3h' }, '2026-02-01T11:00:00.000Z'],
    [{ ScheduleExpression: 'cron(0 10,16 * * ? *)', Duration: '1h' }, '2026-01-14T17:00:00.000Z'],
    [{ ScheduleExpression: 'cron(0 /8 * * ? *)' }, ''],
    [{ ScheduleExpression: 'cron(0 2/8 * * ? *)', Duration: '1h' }, '2026-01-14T19:00:00.000Z'],
    [{ ScheduleExpression: 'cron(0 0 ? * SUN#1 *)' }, '2026-02-01T23:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 0 L * ? *)' }, '2026-01-31T23:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 0 ? * 5L *)' }, '2026-01-29T23:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 0 29 FEB ? *)' }, '2028-02-29T23:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 0 ? JUN-AUG MON-FRI *)' }, '2026-06-01T23:59:59.000Z'],
  ];
  for (const [RotationRules, expected] of cases) {
    const input = { SecretId, RotationLambdaARN, RotationRules, RotateImmediately: false };
    if (expected === '') {
      await assert.rejects(secretsmanager.rotateSecret(input), {
        name: 'InvalidParameterException',
      });
      continue;
    }
    await secretsmanager.rotateSecret(input);
    const described = await secretsmanager.describeSecret({ SecretId });
    assert.equal(
      described.NextRotationDate?.toISOString(),
      expected,
      JSON.stringify(RotationRules),
    );
    assert.deepEqual(described.RotationRules, RotationRules);
    assert.equal(described.RotationEnabled, true);
    assert.equal(described.RotationLambdaARN, RotationLambdaARN);
  }
});

test('does: turns rotation off, and on again with the function it had', async () => {
  await using cloud = await startWithSecret();
  const { secretsmanager } = cloud;
  const RotationRules = { AutomaticallyAfterDays: 30 };
  await secretsmanager.rotateSecret({
    SecretId,
    RotationLambdaARN,
    RotationRules,
    RotateImmediately: false,
  });
  await secretsmanager.cancelRotateSecret({ SecretId });
  const off = await secretsmanager.describeSecret({ SecretId });
  assert.deepEqual([off.RotationEnabled, off.NextRotationDate], [false, undefined]);
  assert.equal(off.RotationLambdaARN, RotationLambdaARN);
  await secretsmanager.rotateSecret({ SecretId, RotateImmediately: false });
  const on = await secretsmanager.describeSecret({ SecretId });
  assert.deepEqual([on.RotationEnabled, on.RotationRules], [true, RotationRules]);
});

/** What a function of AWS's own template does, in short. */
const rotator = `
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
const secrets = new SecretsManager({});
export const handler = async ({ Step, SecretId, ClientRequestToken }) => {
  if (Step === process.env.BREAKS_AT) throw new Error('broken');
  const { VersionIdsToStages: versions } = await secrets.describeSecret({ SecretId });
  if (!versions[ClientRequestToken].includes('AWSPENDING')) throw new Error('not pending');
  if (Step === 'createSecret') {
    const { SecretString } = await secrets.getSecretValue({ SecretId });
    const missing = await secrets.getSecretValue({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })
      .catch((error) => error.name);
    if (missing !== 'ResourceNotFoundException') throw new Error('there is a value');
    await secrets.putSecretValue({ SecretId, ClientRequestToken, SecretString: SecretString + '!', VersionStages: ['AWSPENDING'] });
  }
  if (Step === 'finishSecret') {
    const [from] = Object.entries(versions).find(([, stages]) => stages.includes('AWSCURRENT'));
    await secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: from });
  }
};`;

async function makeRotator({ iam, lambda }: TestCloud) {
  const { Role } = await iam.createRole({
    RoleName: 'rotator',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  await iam.putRolePolicy({
    RoleName: 'rotator',
    PolicyName: 'own',
    PolicyDocument: policyText([{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }]),
  });
  await lambda.createFunction({
    FunctionName: 'rotate',
    Role: Role!.Arn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 30,
    MemorySize: 256,
    Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(rotator) }) },
  });
}

test('does: rotates through the four steps, at once and by schedule; records: each rotation', async () => {
  await using cloud = await startWithSecret();
  const { secretsmanager, lambda } = cloud;
  await makeRotator(cloud);
  const input = { SecretId, RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 1 } };
  await assert.rejects(secretsmanager.rotateSecret(input), {
    name: 'AccessDeniedException',
    message: /^Secrets Manager cannot invoke the specified Lambda function\./,
  });
  await lambda.addPermission({
    FunctionName: 'rotate',
    StatementId: 'rotation',
    Action: 'lambda:InvokeFunction',
    Principal: 'secretsmanager.amazonaws.com',
  });
  const { VersionId } = await secretsmanager.rotateSecret(input);
  await cloud.settled();
  const rotated = await secretsmanager.getSecretValue({ SecretId });
  assert.deepEqual([rotated.VersionId, rotated.SecretString], [VersionId, 'v!']);
  assert.ok((await secretsmanager.describeSecret({ SecretId })).LastRotatedDate);

  await cloud.advance('38h');
  assert.equal((await secretsmanager.getSecretValue({ SecretId })).SecretString, 'v!!');

  const Environment = { Variables: { BREAKS_AT: 'testSecret' } };
  await lambda.updateFunctionConfiguration({ FunctionName: 'rotate', Environment });
  await secretsmanager.rotateSecret({ SecretId });
  await cloud.settled();
  const { VersionIdsToStages = {} } = await secretsmanager.describeSecret({ SecretId });
  assert.ok(Object.values(VersionIdsToStages).some((stages) => stages.join() === 'AWSPENDING'));
  await assert.rejects(secretsmanager.rotateSecret({ SecretId }), {
    name: 'InvalidRequestException',
    message: /^A previous rotation isn't complete\./,
  });
  const events = cloud.records().map(({ eventName }) => eventName);
  assert.deepEqual(
    events.filter((name) => name.startsWith('Rotation')),
    [
      'RotationStarted',
      'RotationSucceeded',
      'RotationStarted',
      'RotationSucceeded',
      'RotationStarted',
      'RotationFailed',
    ],
  );
});
