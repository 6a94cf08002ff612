import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const ids = ['1', '2', '3', '4'].map((digit) => `${digit}0000000-0000-0000-0000-000000000000`);
const [first, second, third, fourth] = ids as [string, string, string, string];

const stagesOf = async ({ secretsmanager }: TestCloud) =>
  (await secretsmanager.describeSecret({ SecretId: 'mine' })).VersionIdsToStages;

test('refuses: writes without one value, and a token in use for another', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN } = await secretsmanager.createSecret({
    Name: 'mine',
    SecretString: 'v',
    ClientRequestToken: first,
  });
  const SecretId = 'mine';
  const cases: [object, string, string][] = [
    [
      { SecretId },
      'InvalidRequestException',
      'You must provide either SecretString or SecretBinary.',
    ],
    [
      { SecretId, SecretString: 'other', ClientRequestToken: first },
      'ResourceExistsException',
      `You can't use ClientRequestToken ${first} because that value is already in use for a version of secret ${ARN}.`,
    ],
    [
      { SecretId, SecretBinary: Buffer.from('v'), ClientRequestToken: first },
      'ResourceExistsException',
      `You can't use ClientRequestToken ${first} because that value is already in use for a version of secret ${ARN}.`,
    ],
    [
      { SecretId, SecretString: '' },
      'ValidationException',
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    ],
    [
      { SecretId: 'other', SecretString: 'v' },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    ],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(secretsmanager.putSecretValue(input as { SecretId: string }), {
      name,
      message,
    });
  }
  const read = await secretsmanager.getSecretValue({ SecretId });
  assert.deepEqual([read.SecretString, read.VersionId], ['v', first]);
});

test('does: moves labels as AWS moves them', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const SecretId = 'mine';
  const put = async (
    ClientRequestToken: string,
    SecretString: string,
    VersionStages?: string[],
  ) => {
    const input = { SecretId, ClientRequestToken, SecretString };
    const answer = await secretsmanager.putSecretValue({
      ...input,
      ...(VersionStages ? { VersionStages } : undefined),
    });
    return answer.VersionStages;
  };
  await secretsmanager.createSecret({ Name: SecretId });
  assert.deepEqual(await put(first, 'one'), ['AWSCURRENT']);
  assert.deepEqual(await put(first, 'one', ['REPLAY']), ['REPLAY', 'AWSCURRENT']);
  assert.deepEqual(await put(second, 'two', ['BLUE']), ['BLUE']);
  assert.deepEqual(await put(third, 'three'), ['AWSCURRENT']);
  assert.deepEqual(await stagesOf(cloud), {
    [first]: ['AWSPREVIOUS', 'REPLAY'],
    [second]: ['BLUE'],
    [third]: ['AWSCURRENT'],
  });
  await secretsmanager.updateSecretVersionStage({
    SecretId,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: second,
    RemoveFromVersionId: third,
  });
  assert.deepEqual(await stagesOf(cloud), {
    [first]: ['REPLAY'],
    [second]: ['BLUE', 'AWSCURRENT'],
    [third]: ['AWSPREVIOUS'],
  });
  await secretsmanager.updateSecret({ SecretId, ClientRequestToken: fourth, SecretString: 'four' });
  assert.deepEqual(await stagesOf(cloud), {
    [first]: ['REPLAY'],
    [second]: ['AWSPREVIOUS', 'BLUE'],
    [fourth]: ['AWSCURRENT'],
  });
  const { SecretString } = await secretsmanager.getSecretValue({ SecretId, VersionId: third });
  assert.equal(SecretString, 'three', 'a version without labels can be read by its id');
});

test('does: gives the first version AWSCURRENT, whatever labels it was put with', async () => {
  await using cloud = await startTestCloud();
  await cloud.secretsmanager.createSecret({ Name: 'mine' });
  const { VersionStages } = await cloud.secretsmanager.putSecretValue({
    SecretId: 'mine',
    SecretString: 'v',
    VersionStages: ['AWSPENDING'],
  });
  assert.deepEqual(VersionStages, ['AWSCURRENT', 'AWSPENDING']);
});

test('does: takes old versions without labels away beyond a hundred, young ones never', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine' });
  const put = () => secretsmanager.putSecretValue({ SecretId: 'mine', SecretString: 'v' });
  const count = async () => {
    const all = { SecretId: 'mine', IncludeDeprecated: true };
    const one = await secretsmanager.listSecretVersionIds(all);
    if (!one.NextToken) return one.Versions!.length;
    const two = await secretsmanager.listSecretVersionIds({ ...all, NextToken: one.NextToken });
    return one.Versions!.length + two.Versions!.length;
  };
  for (let index = 0; index < 144; index += 1) await put();
  assert.equal(await count(), 144);
  await assert.rejects(put(), { name: 'LimitExceededException' });
  await cloud.advance('24h');
  await put();
  assert.equal(await count(), 100);
});

test('records: the token, not the value', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN } = await secretsmanager.createSecret({ Name: 'mine' });
  await secretsmanager.putSecretValue({
    SecretId: 'mine',
    SecretString: 'top-secret-value',
    ClientRequestToken: first,
  });
  const record = cloud.records().at(-1);
  assert.equal(record?.readOnly, false);
  assert.deepEqual(record?.requestParameters, { secretId: 'mine', clientRequestToken: first });
  assert.deepEqual(record?.responseElements, {
    arn: ARN,
    name: 'mine',
    versionId: first,
    versionStages: ['AWSCURRENT'],
  });
});
