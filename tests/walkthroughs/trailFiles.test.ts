import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import { startMailServer } from './mailServer.ts';
import {
  account,
  analyst,
  bucket,
  createReader,
  createSecrets,
  createTopic,
  createTrail,
  policy,
  topicArn,
} from './secretMonitor.ts';

/** The other way of the tutorials: CloudTrail tells a topic of each file, without an alarm. */
async function createDirectTrail({ sns, cloudtrail }: TestCloud) {
  await sns.setTopicAttributes({
    TopicArn: topicArn('CloudTrailFiles'),
    AttributeName: 'Policy',
    AttributeValue: policy([
      {
        Sid: 'AWSCloudTrailSNSPolicy20131101',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'SNS:Publish',
        Resource: topicArn('CloudTrailFiles'),
      },
    ]),
  });
  const Name = 'FanoyDirectTrail';
  await cloudtrail.createTrail({ Name, S3BucketName: bucket, SnsTopicName: 'CloudTrailFiles' });
  await cloudtrail.startLogging({ Name });
}

test('a trail mails the names of its files, and the files hold the reads', async (t) => {
  const mailServer = await startMailServer();
  t.after(() => mailServer.stop());
  await using cloud = await startTestCloud({ smtpUrl: mailServer.url });
  await createSecrets(cloud);
  const reader = await createReader(cloud);
  await createTrail(cloud);
  await createTopic(cloud, mailServer, 'CloudTrailFiles');
  await createDirectTrail(cloud);
  await cloud.settled();
  const { text } = mailServer.mails.find((mail) => mail.text.includes('validation'))!;
  assert.match(text, /^CloudTrail validation message\.\n/);

  const before = mailServer.mails.length;
  await reader.secretsmanager.getSecretValue({ SecretId: 'FanoyDBSecret' });
  await cloud.settled();
  const [mail, ...others] = mailServer.mails.slice(before);
  assert.deepEqual(others, []);
  assert.equal(mail?.to, analyst);
  assert.equal(mail?.subject, 'AWS Notification Message');
  const { s3Bucket, s3ObjectKey } = JSON.parse(mail.text.split('\n', 1)[0]!);
  assert.equal(s3Bucket, bucket);
  assert.match(
    s3ObjectKey[0],
    new RegExp(`^AWSLogs/${account}/CloudTrail/us-east-1/.*T\\d{4}Z_\\w{16}\\.json\\.gz$`),
  );
  const file = await cloud.s3.getObject({ Bucket: bucket, Key: s3ObjectKey[0] });
  const { Records } = JSON.parse(gunzipSync(await file.Body!.transformToByteArray()).toString());
  assert.equal(Records.length, 1);
  assert.equal(Records[0].eventName, 'GetSecretValue');
  assert.equal(Records[0].userIdentity.userName, 'SecMonitorUser');
  assert.deepEqual(Records[0].requestParameters, { secretId: 'FanoyDBSecret' });
  assert.ok(!mail.text.includes('GetSecretValue'), 'The notification does not say what happened.');
});
