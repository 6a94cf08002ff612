import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clients, startTestCloud } from '@tocsin/testkit';
import { startMailServer } from './mailServer.ts';
import {
  alarmOn,
  alarmStates,
  bucket,
  buildRoad,
  countReads,
  logGroup,
  logsRole,
  topicArn,
} from './secretMonitor.ts';

test('the clean-up leaves nothing', async (t) => {
  const mailServer = await startMailServer();
  t.after(() => mailServer.stop());
  await using cloud = await startTestCloud({ smtpUrl: mailServer.url });
  const reader = await buildRoad(cloud, mailServer);
  await countReads(cloud, 'anySecret');
  await cloud.cloudwatch.putMetricAlarm(alarmOn('anySecret', {}));
  await reader.secretsmanager.getSecretValue({ SecretId: 'TopSecretInfo' });
  await cloud.settled();

  await removeAlarm(cloud);
  await removeTrail(cloud);
  await cloud.settled();
  await removeBucket(cloud);
  await removeRole(cloud);
  await removeSecrets(cloud);

  const left = [
    (await cloud.sns.listSubscriptions({})).Subscriptions,
    (await cloud.sns.listTopics({})).Topics,
    Object.keys(await alarmStates(cloud)),
    (await cloud.logs.describeMetricFilters({})).metricFilters,
    (await cloud.logs.describeLogGroups({})).logGroups,
    (await cloud.cloudtrail.describeTrails({})).trailList,
    (await cloud.s3.listBuckets({})).Buckets ?? [],
    (await cloud.iam.listRoles({})).Roles,
    (await cloud.secretsmanager.listSecrets({})).SecretList,
  ];
  assert.deepEqual(
    left,
    left.map(() => []),
  );
});

async function removeAlarm({ sns, cloudwatch, logs }: Clients) {
  const { Subscriptions = [] } = await sns.listSubscriptions({});
  assert.equal(Subscriptions.length, 1);
  for (const { SubscriptionArn } of Subscriptions) await sns.unsubscribe({ SubscriptionArn });
  await sns.deleteTopic({ TopicArn: topicArn('SecurityAlarms') });
  await cloudwatch.deleteAlarms({ AlarmNames: ['anySecret'] });
  await logs.deleteMetricFilter({ logGroupName: logGroup, filterName: 'anySecret' });
}

async function removeTrail({ cloudtrail, logs }: Clients) {
  await cloudtrail.deleteTrail({ Name: 'FanoyTrail' });
  await logs.deleteLogGroup({ logGroupName: logGroup });
}

async function removeBucket({ s3 }: Clients) {
  await assert.rejects(s3.deleteBucket({ Bucket: bucket }), {
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
  });
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: bucket });
  const Objects = Contents.map(({ Key }) => ({ Key }));
  await s3.deleteObjects({ Bucket: bucket, Delete: { Objects } });
  await s3.deleteBucket({ Bucket: bucket });
}

async function removeRole({ iam }: Clients) {
  await assert.rejects(iam.deleteRole({ RoleName: logsRole }), {
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must delete policies first.',
  });
  await iam.deleteRolePolicy({ RoleName: logsRole, PolicyName: 'CloudWatchLogsPolicy' });
  await iam.deleteRole({ RoleName: logsRole });
}

async function removeSecrets({ secretsmanager }: Clients) {
  for (const SecretId of ['TopSecretInfo', 'FanoyDBSecret']) {
    await secretsmanager.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
  }
}
