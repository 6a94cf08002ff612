import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, startTestCloud } from '@tocsin/testkit';

const SecretId = 'mine';
const AddReplicaRegions = [{ Region: 'eu-west-1' }];
const inSync = {
  Region: 'eu-west-1',
  KmsKeyId: 'alias/aws/secretsmanager',
  Status: 'InSync',
  StatusMessage: 'Replication succeeded',
};

async function startWithReplica() {
  const cloud = await startTestCloud();
  const { ARN } = await cloud.secretsmanager.createSecret({ Name: SecretId, SecretString: '1' });
  await cloud.secretsmanager.replicateSecretToRegions({ SecretId, AddReplicaRegions });
  await cloud.settled();
  const { secretsmanager: there } = cloud.as({ region: 'eu-west-1' });
  return { cloud, here: cloud.secretsmanager, there, arn: ARN! };
}

test('refuses: writes to a replica, and what a primary with replicas cannot do', async () => {
  const { cloud, here, there, arn } = await startWithReplica();
  await using _ = cloud;
  const onReplica =
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.";
  const ResourcePolicy = policyText([
    { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' },
  ]);
  const cases: [() => Promise<unknown>, string][] = [
    [() => there.putSecretValue({ SecretId, SecretString: '2' }), onReplica],
    [() => there.updateSecret({ SecretId, Description: 'd' }), onReplica],
    [() => there.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true }), onReplica],
    [() => there.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] }), onReplica],
    [() => there.untagResource({ SecretId, TagKeys: ['a'] }), onReplica],
    [() => there.putResourcePolicy({ SecretId, ResourcePolicy }), onReplica],
    [() => there.deleteResourcePolicy({ SecretId }), onReplica],
    [() => there.replicateSecretToRegions({ SecretId, AddReplicaRegions }), onReplica],
    [
      () => here.deleteSecret({ SecretId }),
      `You can't delete secret ${arn} that still has replica regions [eu-west-1].`,
    ],
    [
      () => here.stopReplicationToReplica({ SecretId }),
      "Operation not permitted on a primary secret. Call must be made in replica secret's region.",
    ],
    [
      () =>
        here.replicateSecretToRegions({ SecretId, AddReplicaRegions: [{ Region: 'us-east-1' }] }),
      'Invalid replica region.',
    ],
  ];
  for (const [call, message] of cases) {
    await assert.rejects(call(), { name: 'InvalidParameterException', message });
  }
});

test('does: keeps a replica that follows the primary and can be read', async () => {
  const { cloud, here, there, arn } = await startWithReplica();
  await using _ = cloud;
  await here.putSecretValue({ SecretId, SecretString: '2' });
  await here.updateSecret({ SecretId, Description: 'd' });
  await here.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] });
  await cloud.settled();
  const arnThere = arn.replace('us-east-1', 'eu-west-1');
  const described = await there.describeSecret({ SecretId: arnThere });
  assert.equal(described.ARN, arnThere);
  assert.equal(described.PrimaryRegion, 'us-east-1');
  assert.equal(described.Description, 'd');
  assert.deepEqual(described.Tags, [{ Key: 'a', Value: 'b' }]);
  assert.deepEqual(Object.values(described.VersionIdsToStages!), [['AWSPREVIOUS'], ['AWSCURRENT']]);
  assert.equal((await there.getSecretValue({ SecretId })).SecretString, '2');
  const before = await there.getSecretValue({ SecretId, VersionStage: 'AWSPREVIOUS' });
  assert.equal(before.SecretString, '1');
  assert.deepEqual((await there.listSecretVersionIds({ SecretId })).Versions, []);
  const { ReplicationStatus, PrimaryRegion } = await here.describeSecret({ SecretId });
  assert.equal(PrimaryRegion, 'us-east-1');
  const [status] = ReplicationStatus!;
  assert.deepEqual(
    { ...status, LastAccessedDate: undefined },
    { ...inSync, LastAccessedDate: undefined },
  );
  assert.ok(status?.LastAccessedDate);
});

test('does: fails where the name is taken, and replaces it when told to', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager: here } = cloud;
  const { secretsmanager: there } = cloud.as({ region: 'eu-west-1' });
  const { ARN } = await there.createSecret({ Name: SecretId, SecretString: 'theirs' });
  await here.createSecret({ Name: SecretId, SecretString: 'ours' });
  const statusNow = async () => {
    await cloud.settled();
    return (await here.describeSecret({ SecretId })).ReplicationStatus;
  };
  await here.replicateSecretToRegions({ SecretId, AddReplicaRegions });
  const StatusMessage = 'Replication failed: Secret name mine already exists in region eu-west-1.';
  assert.deepEqual(await statusNow(), [{ ...inSync, Status: 'Failed', StatusMessage }]);
  const ForceOverwriteReplicaSecret = true;
  await here.replicateSecretToRegions({ SecretId, AddReplicaRegions, ForceOverwriteReplicaSecret });
  assert.deepEqual(await statusNow(), [inSync]);
  assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'ours');
  await assert.rejects(there.describeSecret({ SecretId: ARN }), {
    name: 'ResourceNotFoundException',
  });
});

test('does: takes replicas away, or lets them go their own way', async () => {
  const { cloud, here, there } = await startWithReplica();
  await using _ = cloud;
  const removed = await here.removeRegionsFromReplication({
    SecretId,
    RemoveReplicaRegions: ['eu-west-1', 'eu-west-2'],
  });
  assert.deepEqual(removed.ReplicationStatus, []);
  await cloud.settled();
  await assert.rejects(there.describeSecret({ SecretId }), { name: 'ResourceNotFoundException' });

  await here.replicateSecretToRegions({ SecretId, AddReplicaRegions });
  await cloud.settled();
  await there.stopReplicationToReplica({ SecretId });
  await there.putSecretValue({ SecretId, SecretString: 'own' });
  await here.putSecretValue({ SecretId, SecretString: '2' });
  await cloud.settled();
  assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'own');
  assert.equal((await here.describeSecret({ SecretId })).ReplicationStatus, undefined);
  await here.deleteSecret({ SecretId });
});

test('does: takes as long as AWS, when paced like AWS', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  const { secretsmanager: here } = cloud;
  const { ReplicationStatus } = await here.createSecret({
    Name: SecretId,
    SecretString: '1',
    AddReplicaRegions,
  });
  assert.equal(ReplicationStatus?.[0]?.Status, 'InProgress');
  await cloud.advance('3s');
  assert.deepEqual((await here.describeSecret({ SecretId })).ReplicationStatus, [inSync]);
});
