import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { secrets } from './state.ts';
import { values } from './values.ts';

const place = '123456789012/us-east-1';

test('refuses: what is not there', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN, VersionId } = await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.createSecret({ Name: 'empty' });
  await secretsmanager.createSecret({ Name: 'leaving', SecretString: 'v' });
  await secretsmanager.deleteSecret({ SecretId: 'leaving' });
  const unknown = '00000000-0000-0000-0000-000000000000';
  const noSecret = "Secrets Manager can't find the specified secret.";
  const cases: [object, string, string][] = [
    [{ SecretId: 'other' }, 'ResourceNotFoundException', noSecret],
    [{ SecretId: ARN!.replace('us-east-1', 'eu-west-1') }, 'ResourceNotFoundException', noSecret],
    [{ SecretId: `${ARN!.slice(0, -6)}AAAAAA` }, 'ResourceNotFoundException', noSecret],
    [
      { SecretId: 'empty' },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    ],
    [
      { SecretId: 'mine', VersionStage: 'AWSPENDING' },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    ],
    [
      { SecretId: 'mine', VersionId: unknown },
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${unknown}`,
    ],
    [
      { SecretId: 'mine', VersionId, VersionStage: 'BLUE' },
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    ],
    [
      { SecretId: 'leaving' },
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    ],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(secretsmanager.getSecretValue(input as { SecretId: string }), {
      name,
      message,
    });
  }
});

test('does: finds a secret by name, ARN and ARN without its end', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const bytes = Buffer.from([0, 1, 2, 255]);
  const { ARN, VersionId } = await secretsmanager.createSecret({
    Name: 'a/b',
    SecretString: 'grüß',
  });
  await secretsmanager.createSecret({ Name: 'bytes', SecretBinary: bytes });
  for (const SecretId of ['a/b', ARN!, ARN!.slice(0, -7)]) {
    const {
      $metadata: _,
      CreatedDate,
      ...answer
    } = await secretsmanager.getSecretValue({ SecretId });
    const expected = {
      ARN,
      Name: 'a/b',
      VersionId,
      SecretString: 'grüß',
      VersionStages: ['AWSCURRENT'],
    };
    assert.deepEqual(answer, expected);
    assert.equal(CreatedDate?.getTime(), cloud.parts.clock.now());
  }
  const { SecretBinary, SecretString } = await secretsmanager.getSecretValue({ SecretId: 'bytes' });
  assert.deepEqual([Buffer.from(SecretBinary!), SecretString], [bytes, undefined]);
});

test('does: notes the day of a read, and writes nothing for further reads of the day', async () => {
  await using cloud = await startTestCloud({ startMs: Date.UTC(2026, 0, 1, 10) });
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  const table = cloud.parts.store.table(secrets, place);
  const accessed = async () =>
    (await secretsmanager.describeSecret({ SecretId: 'mine' })).LastAccessedDate?.toISOString();
  assert.equal(await accessed(), undefined);
  await secretsmanager.getSecretValue({ SecretId: 'mine' });
  assert.equal(await accessed(), '2026-01-01T00:00:00.000Z');
  const row = table.get('mine');
  await cloud.advance('13h');
  await secretsmanager.getSecretValue({ SecretId: 'mine' });
  assert.equal(table.get('mine'), row);
  await cloud.advance('1h');
  await secretsmanager.getSecretValue({ SecretId: 'mine' });
  assert.equal(await accessed(), '2026-01-02T00:00:00.000Z');
});

test('does: keeps values encrypted, each bound to its secret and version', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager, parts } = cloud;
  await secretsmanager.createSecret({ Name: 'one', SecretString: 'top-secret-value' });
  await secretsmanager.createSecret({ Name: 'two', SecretString: 'top-secret-value' });
  const [one, two] = [...parts.store.table(values, place).values()];
  assert.doesNotMatch(JSON.stringify([one, two]), /top-secret-value/);
  assert.notEqual(one!.sealed, two!.sealed);
  assert.throws(() => parts.vault.open(one!.sealed, `${two!.arn}/${two!.versionId}`));
});

test('does: reads values after a restart, and leaves no value readable on the disk', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const SecretString = 'top-secret-value';
  {
    await using cloud = await startTestCloud({ data: { folder } });
    await cloud.secretsmanager.createSecret({ Name: 'mine', SecretString });
    await cloud.secretsmanager.getSecretValue({ SecretId: 'mine' });
  }
  assert.doesNotMatch(readFileSync(join(folder, 'state.db'), 'latin1'), /top-secret-value/);
  await using cloud = await startTestCloud({ data: { folder } });
  const read = await cloud.secretsmanager.getSecretValue({ SecretId: 'mine' });
  assert.equal(read.SecretString, SecretString);
});

test('records: the id as the caller gave it, on success and on failure', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN } = await secretsmanager.createSecret({
    Name: 'mine',
    SecretString: 'top-secret-value',
  });
  await secretsmanager.getSecretValue({ SecretId: ARN, VersionStage: 'AWSCURRENT' });
  await secretsmanager.getSecretValue({ SecretId: 'other' }).catch(() => {});
  const [, read, failed] = cloud.records();
  assert.equal(read?.readOnly, true);
  assert.equal(read?.managementEvent, true);
  assert.equal(read?.responseElements, null);
  assert.deepEqual(read?.requestParameters, { secretId: ARN, versionStage: 'AWSCURRENT' });
  assert.equal(failed?.errorCode, 'ResourceNotFoundException');
  assert.equal(failed?.errorMessage, "Secrets Manager can't find the specified secret.");
  assert.deepEqual(failed?.requestParameters, { secretId: 'other' });
  assert.doesNotMatch(JSON.stringify(cloud.records()), /top-secret-value/);
});
