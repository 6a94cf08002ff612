import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { startMailServer } from './mailServer.ts';
import {
  account,
  alarmMails,
  alarmOn,
  alarmStates,
  buildRoad,
  countReads,
  logGroup,
} from './secretMonitor.ts';

type Options = Parameters<typeof startTestCloud>[0];

/** A cloud with the road built, whose mails go to a real mail server. */
async function startWithRoad(t: TestContext, options: Options = {}) {
  const mailServer = await startMailServer();
  t.after(() => mailServer.stop());
  const cloud = await startTestCloud({ smtpUrl: mailServer.url, ...options });
  t.after(() => cloud[Symbol.asyncDispose]());
  const reader = await buildRoad(cloud, mailServer);
  return { cloud, mailServer, reader };
}

const secret = { SecretId: 'FanoyDBSecret' };
const alarmed = (name: string) => `ALARM: "${name}" in US East (N. Virginia)`;

test('one read rings the alarms of 300 s and of 60 s, by mail', async (t) => {
  const { cloud, mailServer, reader } = await startWithRoad(t);
  await countReads(cloud, 'anySecret');
  await countReads(cloud, 'theSecret');
  await cloud.cloudwatch.putMetricAlarm(alarmOn('anySecret', { Period: 300 }));
  await cloud.cloudwatch.putMetricAlarm(alarmOn('theSecret', { Period: 60 }));
  const { SecretString } = await reader.secretsmanager.getSecretValue(secret);
  assert.deepEqual(JSON.parse(SecretString!), { db_password: 'kein-Passwort-123' });
  await cloud.settled();

  assert.deepEqual(await alarmStates(cloud), { anySecret: 'ALARM', theSecret: 'ALARM' });
  const expected = ['anySecret', 'theSecret'].map(alarmed);
  assert.deepEqual(alarmMails(mailServer).toSorted(), expected);
  const mail = mailServer.mails.find(({ subject }) => subject === alarmed('theSecret'))!;
  assert.equal(mail.from, 'no-reply@sns.amazonaws.com');
  for (const line of [
    '- Name:                       theSecret',
    '- State Change:               INSUFFICIENT_DATA -> ALARM',
    `- Alarm Arn:                  arn:aws:cloudwatch:us-east-1:${account}:alarm:theSecret`,
    '- MetricNamespace:                     SecurityMetrics',
    '- Statistic:                           Sum',
    '- Period:                              60 seconds',
  ]) {
    assert.ok(mail.text.includes(`${line}\n`), line);
  }
  assert.match(
    mail.text,
    /Threshold Crossed: 1 datapoint \[1\.0 \(.*\)\] was greater than or equal/,
  );
});

test('the read stands in the event history, with who it was', async (t) => {
  const { cloud, reader } = await startWithRoad(t);
  await reader.secretsmanager.getSecretValue(secret);
  await cloud.settled();
  const { Events } = await cloud.cloudtrail.lookupEvents({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GetSecretValue' }],
  });
  assert.equal(Events?.length, 1);
  assert.equal(Events[0]?.Username, 'SecMonitorUser');
  const record = JSON.parse(Events[0]!.CloudTrailEvent!);
  assert.deepEqual(record.requestParameters, { secretId: 'FanoyDBSecret' });
  assert.equal(record.responseElements, null);
  assert.equal(record.userIdentity.arn, `arn:aws:iam::${account}:user/SecMonitorUser`);
});

test('a pattern that names the secret is silent about others', async (t) => {
  const { cloud, mailServer, reader } = await startWithRoad(t);
  for (const name of ['anySecret', 'theSecret'] as const) {
    await countReads(cloud, name);
    await cloud.cloudwatch.putMetricAlarm(alarmOn(name, {}));
  }
  await reader.secretsmanager.getSecretValue({ SecretId: 'TopSecretInfo' });
  await cloud.advance('10m');
  assert.deepEqual(alarmMails(mailServer), [alarmed('anySecret')]);
});

test('the plain term rings for what only mentions the read, as the call that made it', async (t) => {
  const { cloud, mailServer } = await startWithRoad(t);
  await countReads(cloud, 'anySecret');
  await cloud.cloudwatch.putMetricAlarm(alarmOn('anySecret', {}));
  await countReads(cloud, 'term');
  await cloud.cloudwatch.putMetricAlarm(alarmOn('term', {}));
  await cloud.settled();
  assert.deepEqual(alarmMails(mailServer), [alarmed('term')]);
});

test('braces around a term are no pattern', async (t) => {
  const { cloud } = await startWithRoad(t);
  const filterPattern = '{ "GetSecretValue" }';
  const refusal = { name: 'InvalidParameterException', message: 'Invalid metric filter pattern' };
  await assert.rejects(
    cloud.logs.putMetricFilter({
      logGroupName: logGroup,
      filterName: 'printed',
      filterPattern,
      metricTransformations: [
        { metricName: 'printed', metricNamespace: 'SecurityMetrics', metricValue: '1' },
      ],
    }),
    refusal,
  );
  const { metricFilters } = await cloud.logs.describeMetricFilters({ logGroupName: logGroup });
  assert.deepEqual(metricFilters, []);
});

test('an alarm on the Average stays silent once there is a default value', async (t) => {
  const { cloud, mailServer, reader } = await startWithRoad(t);
  await countReads(cloud, 'anySecret', 0);
  await cloud.cloudwatch.putMetricAlarm(
    alarmOn('anySecret', { AlarmName: 'average', Statistic: 'Average' }),
  );
  await cloud.cloudwatch.putMetricAlarm(alarmOn('anySecret', { AlarmName: 'sum' }));
  await cloud.settled();
  await reader.secretsmanager.getSecretValue(secret);
  await cloud.settled();
  assert.deepEqual(await alarmStates(cloud), { average: 'OK', sum: 'ALARM' });
  await cloud.advance('10m');
  assert.deepEqual(alarmMails(mailServer), [alarmed('sum')]);
});

test('SetAlarmState mails, and the alarm finds back to its own state', async (t) => {
  const { cloud, mailServer } = await startWithRoad(t);
  await countReads(cloud, 'anySecret', 0);
  const AlarmName = 'SecretsMonitorAlert';
  await cloud.cloudwatch.putMetricAlarm(alarmOn('anySecret', { AlarmName }));
  await cloud.settled();
  const StateReason = 'Manually triggered for testing';
  await cloud.cloudwatch.setAlarmState({ AlarmName, StateValue: 'ALARM', StateReason });
  await cloud.settled();
  assert.deepEqual(alarmMails(mailServer), [alarmed(AlarmName)]);
  assert.ok(mailServer.mails.at(-1)?.text.includes(`because "${StateReason}"`));
  await cloud.advance('1m');
  assert.deepEqual(await alarmStates(cloud), { [AlarmName]: 'OK' });
});

test("at AWS's pace the mail comes minutes after the read", async (t) => {
  const { cloud, mailServer, reader } = await startWithRoad(t, { pace: 'aws' });
  await countReads(cloud, 'theSecret');
  await cloud.cloudwatch.putMetricAlarm(alarmOn('theSecret', { Period: 60 }));
  await reader.secretsmanager.getSecretValue(secret);
  await cloud.advance('100s');
  assert.deepEqual(alarmMails(mailServer), []);
  await cloud.advance('3m');
  assert.deepEqual(alarmMails(mailServer), [alarmed('theSecret')]);
});
