import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';

const Bucket = 'guarded';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
const { s3 } = cloud;
await s3.createBucket({ Bucket });
await s3.putObject({ Bucket, Key: 'open/k', Body: 'content' });
await s3.putObject({ Bucket, Key: 'shut/k', Body: 'content' });
const bucketArn = `arn:aws:s3:::${Bucket}`;

const malformed: readonly [name: string, policy: string, message: RegExp][] = [
  ['no JSON', 'x', /^Policies must be valid JSON and the first byte must be '{'$/],
  ['no principal', policyOf({ Principal: undefined }), /Principal/],
  [
    'another bucket',
    policyOf({ Resource: 'arn:aws:s3:::other/*' }),
    /^Policy has invalid resource$/,
  ],
  [
    'a user that is not there',
    policyOf({ Principal: { AWS: 'arn:aws:iam::123456789012:user/nobody' } }),
    /^Invalid principal in policy$/,
  ],
  ['another service', policyOf({ Action: 'sns:Publish' }), /^Policy has invalid action$/],
  ['too long', policyOf({ Sid: 'x'.repeat(20_480) }), /exceeds the maximum allowed size/],
];

for (const [name, Policy, message] of malformed) {
  test(`refuses: a policy with ${name}`, async () => {
    await assert.rejects(s3.putBucketPolicy({ Bucket, Policy }), {
      name: 'MalformedPolicy',
      message,
    });
  });
}

test('does: gives the policy back, and takes it away', async () => {
  await assert.rejects(s3.getBucketPolicy({ Bucket }), { name: 'NoSuchBucketPolicy' });
  const Policy = policyOf({ Principal: { AWS: '123456789012' } });
  await s3.putBucketPolicy({ Bucket, Policy });
  assert.equal((await s3.getBucketPolicy({ Bucket })).Policy, Policy);
  assert.equal((await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus?.IsPublic, false);
  await s3.deleteBucketPolicy({ Bucket });
  await assert.rejects(s3.getBucketPolicy({ Bucket }), { name: 'NoSuchBucketPolicy' });
});

test('does: lets strangers in only when nothing blocks a public policy', async () => {
  const Policy = policyOf({});
  await assert.rejects(s3.putBucketPolicy({ Bucket, Policy }), {
    name: 'AccessDenied',
    message: /public policies are blocked by the BlockPublicPolicy block public access setting/,
  });
  await s3.deletePublicAccessBlock({ Bucket });
  await assert.rejects(s3.getPublicAccessBlock({ Bucket }), {
    name: 'NoSuchPublicAccessBlockConfiguration',
  });
  await s3.putBucketPolicy({ Bucket, Policy });
  assert.equal((await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus?.IsPublic, true);
  assert.deepEqual(await anonymously('open/k'), [200, 'content']);
  assert.equal((await anonymously('shut/k'))[0], 403);
  assert.equal((await anonymously('open/none'))[0], 403);
  await s3.putPublicAccessBlock({
    Bucket,
    PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
  });
  assert.equal((await anonymously('open/k'))[0], 403);
  await s3.deleteBucketPolicy({ Bucket });
});

test('does: asks for each action and key what AWS asks for', async () => {
  const ann = await signInAs(cloud, 'ann', [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/open/*` },
    { Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${bucketArn}/open/*` },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucketArn,
      Condition: { StringEquals: { 's3:prefix': 'open/' } },
    },
  ]);
  await ann.s3.headObject({ Bucket, Key: 'open/k' });
  await assert.rejects(ann.s3.getObject({ Bucket, Key: 'open/none' }), {
    name: 'AccessDenied',
    message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: s3:ListBucket on resource: "${bucketArn}" because no identity-based policy allows the s3:ListBucket action`,
  });
  await assert.rejects(ann.s3.getObject({ Bucket, Key: 'shut/k' }), { name: 'AccessDenied' });
  await ann.s3.listObjectsV2({ Bucket, Prefix: 'open/' });
  await assert.rejects(ann.s3.listObjectsV2({ Bucket }), { name: 'AccessDenied' });
  await assert.rejects(
    ann.s3.copyObject({ Bucket, Key: 'open/k2', CopySource: `${Bucket}/open/k` }),
    { name: 'AccessDenied' },
  );
  const Delete = { Objects: [{ Key: 'open/k' }, { Key: 'shut/k' }, { Key: 'open/none' }] };
  const deleted = await ann.s3.deleteObjects({ Bucket, Delete });
  assert.deepEqual(
    deleted.Deleted?.map(({ Key }) => Key),
    ['open/k', 'open/none'],
  );
  assert.deepEqual(
    deleted.Errors?.map(({ Key, Code }) => [Key, Code]),
    [['shut/k', 'AccessDenied']],
  );
  await assert.rejects(ann.s3.listObjectsV2({ Bucket: 'nowhere' }), { name: 'NoSuchBucket' });
});

test('records: a refusal with all that was asked', async () => {
  const ben = await signInAs(cloud, 'ben', []);
  await assert.rejects(ben.s3.getObject({ Bucket, Key: 'shut/k' }), { name: 'AccessDenied' });
  const record = cloud.records().at(-1)!;
  assert.equal(record.errorCode, 'AccessDenied');
  assert.equal(record.requestParameters?.key, 'shut/k');
  assert.equal((record.resources as { ARN: string }[])[1]?.ARN, `${bucketArn}/shut/k`);
});

test('records: the policy, and the names of CloudTrail', async () => {
  const Policy = policyOf({ Principal: { AWS: '123456789012' } });
  await s3.putBucketPolicy({ Bucket, Policy });
  const policy = cloud.records().at(-1)!;
  assert.equal(policy.requestParameters?.policy, '');
  assert.deepEqual(policy.requestParameters?.bucketPolicy, JSON.parse(Policy));
  await s3.putPublicAccessBlock({
    Bucket,
    PublicAccessBlockConfiguration: { BlockPublicAcls: false },
  });
  assert.equal(cloud.records().at(-1)?.eventName, 'PutBucketPublicAccessBlock');
});

function policyOf(statement: object): string {
  const allowed = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' };
  const Statement = [{ ...allowed, Resource: `${bucketArn}/open/*`, ...statement }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function anonymously(key: string): Promise<[status: number, body: string]> {
  const response = await fetch(`${cloud.endpoint}/${Bucket}/${key}`);
  return [response.status, await response.text()];
}
