import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import type { Detector } from './findings.ts';

/** Rings for every second secret that is made: so it has to remember. */
function everySecond(): Detector {
  let count = 0;
  return {
    feed({ eventName, eventID }) {
      if (eventName !== 'CreateSecret') return [];
      count += 1;
      return count % 2 === 0 ? [{ title: 'Second', count, eventID }] : [];
    },
  };
}

const place = { logGroupName: '/tocsin/findings', logStreamName: 'findings' };

test('findings are log events, and events on the default bus', async () => {
  await using cloud = await startTestCloud({ detector: everySecond() });
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: 'seen' });
  const arn = 'arn:aws:sqs:us-east-1:123456789012:seen';
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await cloud.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
  await cloud.eventbridge.putRule({ Name: 'seen', EventPattern: '{"source":["tocsin"]}' });
  await cloud.eventbridge.putTargets({ Rule: 'seen', Targets: [{ Id: '1', Arn: arn }] });

  for (const Name of ['a', 'b']) await cloud.secretsmanager.createSecret({ Name });
  await cloud.settled();

  const { events = [] } = await cloud.logs.getLogEvents({ ...place, startFromHead: true });
  assert.deepEqual(
    events.map(({ message }) => JSON.parse(message!).title),
    ['Second'],
  );
  const { Messages = [] } = await cloud.sqs.receiveMessage({ QueueUrl });
  assert.equal(JSON.parse(Messages[0]!.Body!)['detail-type'], 'tocsin Finding');
});

test('after a restart it knows what it knew, and rings for nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-findings-'));
  try {
    const start = () => startTestCloud({ data: { folder }, detector: everySecond() });
    {
      await using cloud = await start();
      for (const Name of ['a', 'b', 'c']) await cloud.secretsmanager.createSecret({ Name });
      await cloud.settled();
    }
    await using cloud = await start();
    await cloud.secretsmanager.createSecret({ Name: 'd' });
    await cloud.settled();
    const { events = [] } = await cloud.logs.getLogEvents({ ...place, startFromHead: true });
    assert.deepEqual(
      events.map(({ message }) => JSON.parse(message!).count),
      [2, 4],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
