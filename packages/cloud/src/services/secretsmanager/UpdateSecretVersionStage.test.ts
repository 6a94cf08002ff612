import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const first = '10000000-0000-0000-0000-000000000000';
const second = '20000000-0000-0000-0000-000000000000';
const unknown = '90000000-0000-0000-0000-000000000000';
const SecretId = 'mine';

async function startWithTwoVersions() {
  const cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({
    Name: SecretId,
    SecretString: '1',
    ClientRequestToken: first,
  });
  await secretsmanager.putSecretValue({ SecretId, SecretString: '2', ClientRequestToken: second });
  return cloud;
}

test('refuses: moves that leave out or mistake who has the label', async () => {
  await using cloud = await startWithTwoVersions();
  const cases: [object, string, string][] = [
    [
      { VersionStage: 'AWSCURRENT', MoveToVersionId: first },
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${second}, so you must explicitly reference that version in RemoveFromVersionId.`,
    ],
    [
      { VersionStage: 'AWSCURRENT', MoveToVersionId: first, RemoveFromVersionId: first },
      'InvalidParameterException',
      `Staging label AWSCURRENT isn't currently attached to version ${first}.`,
    ],
    [
      { VersionStage: 'AWSCURRENT', RemoveFromVersionId: second },
      'InvalidParameterException',
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    ],
    [
      { VersionStage: 'BLUE', MoveToVersionId: unknown },
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${unknown}`,
    ],
    [
      { VersionStage: 'BLUE' },
      'InvalidParameterException',
      "The parameters MoveToVersionId and RemoveFromVersionId can't both be empty.",
    ],
  ];
  for (const [input, name, message] of cases) {
    const call = cloud.secretsmanager.updateSecretVersionStage({
      SecretId,
      ...(input as { VersionStage: string }),
    });
    await assert.rejects(call, { name, message });
  }
});

test('refuses: more than twenty labels on a version', async () => {
  await using cloud = await startWithTwoVersions();
  const { secretsmanager } = cloud;
  for (let count = 0; count < 19; count += 1) {
    const VersionStage = `LABEL${count}`;
    await secretsmanager.updateSecretVersionStage({
      SecretId,
      VersionStage,
      MoveToVersionId: second,
    });
  }
  const oneMore = { SecretId, VersionStage: 'LABEL', MoveToVersionId: second };
  await assert.rejects(secretsmanager.updateSecretVersionStage(oneMore), {
    name: 'LimitExceededException',
  });
});

test('does: attaches, moves and takes off labels', async () => {
  await using cloud = await startWithTwoVersions();
  const { secretsmanager } = cloud;
  const move = (VersionStage: string, from?: string, to?: string) =>
    secretsmanager.updateSecretVersionStage({
      SecretId,
      VersionStage,
      RemoveFromVersionId: from,
      MoveToVersionId: to,
    });
  const stages = async () => (await secretsmanager.describeSecret({ SecretId })).VersionIdsToStages;
  await move('BLUE', undefined, first);
  assert.deepEqual(await stages(), { [first]: ['AWSPREVIOUS', 'BLUE'], [second]: ['AWSCURRENT'] });
  await move('BLUE', first, second);
  assert.deepEqual(await stages(), { [first]: ['AWSPREVIOUS'], [second]: ['BLUE', 'AWSCURRENT'] });
  await move('BLUE', second);
  assert.deepEqual(await stages(), { [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  await move('AWSCURRENT', second, first);
  assert.deepEqual(await stages(), { [first]: ['AWSCURRENT'], [second]: ['AWSPREVIOUS'] });
});
