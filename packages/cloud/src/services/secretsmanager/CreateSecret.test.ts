import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const token = '11111111-2222-3333-4444-555555555555';

test('refuses: names, values and keys that AWS refuses', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({
    Name: 'taken',
    SecretString: 'v',
    ClientRequestToken: token,
  });
  await secretsmanager.createSecret({ Name: 'leaving' });
  await secretsmanager.deleteSecret({ SecretId: 'leaving' });
  const cases: [object, string, string][] = [
    [
      { Name: 'no spaces' },
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    ],
    [
      { Name: 'both', SecretString: 'a', SecretBinary: Buffer.from('a') },
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    ],
    [
      { Name: 'taken', SecretString: 'v' },
      'ResourceExistsException',
      'The operation failed because the secret taken already exists.',
    ],
    [
      { Name: 'taken', SecretString: 'other', ClientRequestToken: token },
      'ResourceExistsException',
      'The operation failed because the secret taken already exists.',
    ],
    [
      { Name: 'leaving' },
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    ],
    [
      { Name: 'short', ClientRequestToken: 'short' },
      'ValidationException',
      "1 validation error detected: Value 'short' at 'clientRequestToken' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 32',
    ],
    [
      { Name: 'wide', SecretString: 'é'.repeat(40_000) },
      'ValidationException',
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: " +
        'Member must have length less than or equal to 65536',
    ],
    [
      { Name: 'key', KmsKeyId: 'alias/mine' },
      'NotImplemented',
      'tocsin does not implement CreateSecret: KmsKeyId other than alias/aws/secretsmanager.',
    ],
    [
      { Name: 'typed', Type: 'External' },
      'NotImplemented',
      'tocsin does not implement CreateSecret: Type.',
    ],
    [
      { Name: 'home', AddReplicaRegions: [{ Region: 'us-east-1' }] },
      'InvalidParameterException',
      'Invalid replica region.',
    ],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(secretsmanager.createSecret(input as { Name: string }), { name, message });
  }
});

test('does: makes a secret with a value, and one without', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const input = { Name: 'app/db', SecretString: 'v', ClientRequestToken: token };
  const { ARN, Name, VersionId } = await secretsmanager.createSecret(input);
  assert.match(
    ARN!,
    /^arn:aws:secretsmanager:us-east-1:123456789012:secret:app\/db-[A-Za-z0-9]{6}$/,
  );
  assert.deepEqual([Name, VersionId], ['app/db', token]);
  const again = await secretsmanager.createSecret(input);
  assert.deepEqual([again.ARN, again.VersionId], [ARN, token]);

  const empty = await secretsmanager.createSecret({ Name: 'empty', Description: 'none yet' });
  assert.equal(empty.VersionId, undefined);
  const { $metadata: _, ...described } = await secretsmanager.describeSecret({ SecretId: 'empty' });
  assert.deepEqual(Object.keys(described).sort(), [
    'ARN',
    'CreatedDate',
    'Description',
    'LastChangedDate',
    'Name',
  ]);
});

test('records: the request and the answer, never the value', async () => {
  await using cloud = await startTestCloud();
  const { ARN, VersionId } = await cloud.secretsmanager.createSecret({
    Name: 'app/db',
    SecretString: 'top-secret-value',
  });
  const [record] = cloud.records();
  assert.equal(record?.eventName, 'CreateSecret');
  assert.equal(record?.readOnly, false);
  assert.deepEqual(record?.requestParameters, { name: 'app/db', clientRequestToken: VersionId });
  assert.deepEqual(record?.responseElements, { arn: ARN, name: 'app/db', versionId: VersionId });
  assert.doesNotMatch(JSON.stringify(cloud.records()), /top-secret-value/);
});
