import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EC2 } from '@aws-sdk/client-ec2';
import { Lambda } from '@aws-sdk/client-lambda';
import { startTestCloud } from '@tocsin/testkit';

test('a service that is not there is refused by name, in the protocol of its client', async () => {
  await using cloud = await startTestCloud();
  const { endpoint, administrator: credentials } = cloud;
  const options = { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 };
  const calls = {
    ec2: () => new EC2(options).describeInstances({}),
    lambda: () => new Lambda(options).listFunctions({}),
  };
  for (const [service, call] of Object.entries(calls)) {
    await assert.rejects(call, {
      name: 'NotImplemented',
      message: `tocsin does not implement the service ${service}.`,
    });
  }
});
