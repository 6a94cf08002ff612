import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('records leave after 90 days, and the newest one stays', async () => {
  await using cloud = await startTestCloud();
  await cloud.secretsmanager.listSecrets({});
  await cloud.cloudtrail.lookupEvents({});
  await cloud.advance('60d');
  await cloud.secretsmanager.getRandomPassword({});
  await cloud.advance('31d');
  const names = () => cloud.records().map(({ eventName }) => eventName);
  assert.deepEqual(names(), ['GetRandomPassword']);

  const { Events = [] } = await cloud.cloudtrail.lookupEvents({});
  assert.deepEqual(
    Events.map(({ EventName }) => EventName),
    ['GetRandomPassword'],
  );
  await cloud.advance('200d');
  assert.deepEqual(names(), ['LookupEvents']);
  assert.ok(cloud.parts.journal.lastSeq >= 4);
});
