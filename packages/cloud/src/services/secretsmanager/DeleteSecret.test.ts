import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { values } from './values.ts';

const dayMs = 24 * 3_600_000;

test('refuses: windows that AWS does not offer, and a second mark', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.createSecret({ Name: 'leaving', SecretString: 'v' });
  await secretsmanager.deleteSecret({ SecretId: 'leaving', RecoveryWindowInDays: 7 });
  const window = 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).';
  const marked =
    "You can't perform this operation on the secret because it was marked for deletion.";
  const cases: [() => Promise<unknown>, string, string][] = [
    [
      () => secretsmanager.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 6 }),
      'InvalidParameterException',
      window,
    ],
    [
      () => secretsmanager.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 31 }),
      'InvalidParameterException',
      window,
    ],
    [
      () =>
        secretsmanager.deleteSecret({
          SecretId: 'mine',
          RecoveryWindowInDays: 7,
          ForceDeleteWithoutRecovery: true,
        }),
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    ],
    [
      () => secretsmanager.deleteSecret({ SecretId: 'leaving' }),
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was already scheduled for deletion.",
    ],
    [
      () => secretsmanager.putSecretValue({ SecretId: 'leaving', SecretString: 'v' }),
      'InvalidRequestException',
      marked,
    ],
    [
      () => secretsmanager.updateSecret({ SecretId: 'leaving', Description: 'd' }),
      'InvalidRequestException',
      marked,
    ],
    [
      () => secretsmanager.deleteSecret({ SecretId: 'other' }),
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call(), { name, message });
});

test('does: keeps a secret through its window, then takes it and its values away', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  const nowMs = cloud.parts.clock.now();
  const { DeletionDate } = await secretsmanager.deleteSecret({ SecretId: 'mine' });
  assert.equal(DeletionDate?.getTime(), nowMs + 30 * dayMs);
  const { DeletedDate } = await secretsmanager.describeSecret({ SecretId: 'mine' });
  assert.equal(DeletedDate?.getTime(), nowMs, 'the day of the request, not of the deletion');
  await cloud.advance('29d');
  await secretsmanager.describeSecret({ SecretId: 'mine' });
  await cloud.advance('1d');
  await assert.rejects(secretsmanager.describeSecret({ SecretId: 'mine' }), {
    name: 'ResourceNotFoundException',
  });
  assert.equal(cloud.parts.store.table(values, '123456789012/us-east-1').size, 0);
});

test('does: restores a secret for good', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 7 });
  await secretsmanager.restoreSecret({ SecretId: 'mine' });
  await cloud.advance('40d');
  const { SecretString } = await secretsmanager.getSecretValue({ SecretId: 'mine' });
  assert.equal(SecretString, 'v');
});

test('does: deletes without recovery, at once, and again without complaint', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN } = await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.deleteSecret({ SecretId: 'mine' });
  const forced = { SecretId: 'mine', ForceDeleteWithoutRecovery: true };
  assert.equal((await secretsmanager.deleteSecret(forced)).ARN, ARN);
  await cloud.settled();
  const again = await secretsmanager.deleteSecret(forced);
  assert.equal(again.Name, 'mine');
  assert.ok(again.DeletionDate);
  const { ARN: newArn } = await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  assert.notEqual(newArn, ARN, 'the name is free again, the ARN is another');
});

test('does: takes as long as AWS without recovery, when paced like AWS', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine' });
  await secretsmanager.deleteSecret({ SecretId: 'mine', ForceDeleteWithoutRecovery: true });
  assert.ok((await secretsmanager.describeSecret({ SecretId: 'mine' })).DeletedDate);
  await cloud.advance('3s');
  await assert.rejects(secretsmanager.describeSecret({ SecretId: 'mine' }), {
    name: 'ResourceNotFoundException',
  });
});

test('records: the call, and events of the service for each version', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN, VersionId } = await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 7 });
  await secretsmanager.restoreSecret({ SecretId: 'mine' });
  await secretsmanager.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 7 });
  await cloud.advance('7d');
  const records = cloud.records().slice(1);
  assert.deepEqual(
    records.map(({ eventName }) => eventName),
    [
      'StartSecretVersionDelete',
      'DeleteSecret',
      'CancelSecretVersionDelete',
      'RestoreSecret',
      'StartSecretVersionDelete',
      'DeleteSecret',
      'EndSecretVersionDelete',
    ],
  );
  const call = records[1]!;
  assert.deepEqual(call.requestParameters, { secretId: 'mine', recoveryWindowInDays: 7 });
  assert.deepEqual(Object.keys(call.responseElements!), ['arn', 'name', 'deletionDate']);
  const last = records.at(-1)!;
  const service = 'secretsmanager.amazonaws.com';
  const { accountId, region } = cloud.settings;
  const written = {
    eventVersion: '1.11',
    userIdentity: { accountId, invokedBy: service },
    eventTime: last.eventTime,
    eventSource: service,
    eventName: 'EndSecretVersionDelete',
    awsRegion: region,
    sourceIPAddress: service,
    userAgent: service,
    requestParameters: null,
    responseElements: null,
    additionalEventData: { SecretId: ARN, SecretVersionId: VersionId },
    eventID: last.eventID,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
  assert.equal(JSON.stringify(last), JSON.stringify(written));
});
