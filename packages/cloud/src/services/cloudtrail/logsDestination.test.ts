import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const recording = join(
  import.meta.dirname,
  '../../../../../../shared/data/aws-captures/cloudtrail/logs_destination.json',
);

interface Observation {
  readonly label: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly result: { readonly code: string; readonly message?: string; readonly output?: object };
}

/** What of the recording is asked again: everything about the trail but its event selectors. */
const replayed: ReadonlySet<string> = new Set([
  'put-bucket-policy',
  'put-role-policy',
  'create-trail',
  'get-trail',
  'describe-trails',
  'update-trail',
]);

const skip = existsSync(recording) ? false : 'needs ../shared/data';

test('does: answers for a log group what AWS answered', { skip }, async () => {
  await using cloud = await startTestCloud({ accountId: '111111111111' });
  const { observations } = JSON.parse(readFileSync(recording, 'utf8')) as {
    observations: Observation[];
  };
  await prepare(cloud);
  let asked = 0;
  for (const { label, operation, input, result } of observations) {
    if (!replayed.has(operation)) continue;
    // The recording has event selectors of the kind that is not built, so no trail had its own.
    const output = JSON.stringify(result.output)?.replace(
      '"HasCustomEventSelectors":true',
      '"HasCustomEventSelectors":false',
    );
    const expected = output ? JSON.parse(output) : [result.code, result.message];
    assert.deepEqual(await answer(cloud, operation, input), expected, label);
    asked += 1;
  }
  assert.ok(asked > 20);
});

async function prepare(cloud: TestCloud) {
  await cloud.s3.createBucket({ Bucket: 'stackd-ctlogs-owned-bucket' });
  await cloud.logs.createLogGroup({ logGroupName: '/stackd/native-cloudtrail-logs-owned' });
  await cloud.iam.createRole({
    RoleName: 'stackd-ctlogs-owned-role',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    }),
  });
}

async function answer(cloud: TestCloud, operation: string, input: object): Promise<unknown> {
  const name = operation.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const client = { 'put-bucket-policy': cloud.s3, 'put-role-policy': cloud.iam }[operation];
  const calls = (client ?? cloud.cloudtrail) as unknown as Record<string, Call>;
  try {
    const { $metadata: _, ...output } = await calls[name]!(input);
    return output;
  } catch (error) {
    return [(error as Error).name, (error as Error).message];
  }
}

type Call = (input: object) => Promise<{ $metadata: object }>;
