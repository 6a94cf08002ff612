import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Athena } from '@aws-sdk/client-athena';
import { EC2 } from '@aws-sdk/client-ec2';
import { startTestCloud } from '@tocsin/testkit';

test('a service that is not there is refused by name, in the protocol of its client', async () => {
  await using cloud = await startTestCloud();
  const { endpoint, administrator: credentials } = cloud;
  const options = { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 };
  const calls = {
    ec2: () => new EC2(options).describeInstances({}),
    athena: () => new Athena(options).listWorkGroups({}),
  };
  for (const [service, call] of Object.entries(calls)) {
    await assert.rejects(call, {
      name: 'NotImplemented',
      message: `tocsin does not implement the service ${service}.`,
    });
  }
});
