import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import { signInAs, startTestCloud } from '@tocsin/testkit';

const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
await cloud.s3.createBucket({ Bucket: 'taken' });

const refused: readonly [
  name: string,
  input: CreateBucketCommandInput,
  error: string,
  region?: string,
][] = [
  ['capitals', { Bucket: 'Name' }, 'InvalidBucketName'],
  ['an address', { Bucket: '192.0.2.1' }, 'InvalidBucketName'],
  ['a reserved end', { Bucket: 'abc-s3alias' }, 'InvalidBucketName'],
  [
    'another constraint than the Region',
    { Bucket: 'abc', CreateBucketConfiguration: { LocationConstraint: 'eu-west-3' } },
    'IllegalLocationConstraintException',
    'eu-west-1',
  ],
  [
    'a Region of another partition',
    { Bucket: 'abc', CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' } },
    'InvalidLocationConstraint',
  ],
  [
    'its own bucket, elsewhere',
    { Bucket: 'taken', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
    'BucketAlreadyOwnedByYou',
    'eu-west-1',
  ],
  ['a public ACL', { Bucket: 'abc', ACL: 'public-read' }, 'InvalidBucketAclWithObjectOwnership'],
  ['other ownership', { Bucket: 'abc', ObjectOwnership: 'ObjectWriter' }, 'NotImplemented'],
  ['object lock', { Bucket: 'abc', ObjectLockEnabledForBucket: true }, 'NotImplemented'],
];

for (const [name, input, error, region] of refused) {
  test(`refuses: ${name}`, async () => {
    const { s3 } = region === undefined ? cloud : cloud.as({ region });
    await assert.rejects(s3.createBucket(input), { name: error });
  });
}

test('does: makes its own bucket again in us-east-1', async () => {
  const { Location, BucketArn } = await cloud.s3.createBucket({ Bucket: 'taken' });
  assert.equal(Location, '/taken');
  assert.equal(BucketArn, 'arn:aws:s3:::taken');
});

test('does: makes a bucket in another Region, which the others redirect to', async () => {
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await cloud.s3.createBucket({ Bucket: 'far-away', CreateBucketConfiguration });
  const location = await cloud.s3.getBucketLocation({ Bucket: 'far-away' });
  assert.equal(location.LocationConstraint, 'eu-west-1');
  await assert.rejects(cloud.s3.listObjectsV2({ Bucket: 'far-away' }), {
    name: 'PermanentRedirect',
    Region: 'eu-west-1',
  });
  await assert.rejects(cloud.s3.headBucket({ Bucket: 'far-away' }), (error: HttpError) => {
    assert.equal(error.$response.headers['x-amz-bucket-region'], 'eu-west-1');
    return error.$metadata.httpStatusCode === 301;
  });
  const near = cloud.as({ region: 'eu-west-1' });
  assert.equal((await near.s3.headBucket({ Bucket: 'far-away' })).BucketRegion, 'eu-west-1');
});

test('does: lists the buckets of all Regions in pages', async () => {
  for (const Bucket of ['list-b', 'list-a', 'list-c']) await cloud.s3.createBucket({ Bucket });
  const first = await cloud.s3.listBuckets({ Prefix: 'list-', MaxBuckets: 2 });
  assert.deepEqual(
    first.Buckets?.map(({ Name }) => Name),
    ['list-a', 'list-b'],
  );
  const { ContinuationToken } = first;
  const rest = await cloud.s3.listBuckets({ Prefix: 'list-', ContinuationToken });
  assert.deepEqual(
    rest.Buckets?.map(({ Name }) => Name),
    ['list-c'],
  );
  assert.equal(rest.ContinuationToken, undefined);
});

test('does: deletes a bucket when it is empty, whatever uploads it has', async () => {
  const Bucket = 'to-delete';
  await cloud.s3.createBucket({ Bucket });
  await cloud.s3.putObject({ Bucket, Key: 'k', Body: 'x' });
  await cloud.s3.createMultipartUpload({ Bucket, Key: 'm' });
  await assert.rejects(cloud.s3.deleteBucket({ Bucket }), { name: 'BucketNotEmpty' });
  await cloud.s3.deleteObject({ Bucket, Key: 'k' });
  await cloud.s3.deleteBucket({ Bucket });
  await assert.rejects(cloud.s3.headBucket({ Bucket }), { name: 'NotFound' });
  await assert.rejects(cloud.s3.listObjectsV2({ Bucket }), { name: 'NoSuchBucket' });
});

test('does: new buckets are encrypted, unversioned, their owner’s and closed to the public', async () => {
  const Bucket = 'taken';
  const { s3 } = cloud;
  const encryption = await s3.getBucketEncryption({ Bucket });
  const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
  assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'AES256');
  assert.equal((await s3.getBucketVersioning({ Bucket })).Status, undefined);
  const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
  assert.equal(OwnershipControls?.Rules?.[0]?.ObjectOwnership, 'BucketOwnerEnforced');
  const { Owner, Grants } = await s3.getBucketAcl({ Bucket });
  assert.deepEqual(
    Grants?.map(({ Grantee, Permission }) => [Grantee?.ID, Permission]),
    [[Owner?.ID, 'FULL_CONTROL']],
  );
  const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket });
  assert.ok(Object.values(PublicAccessBlockConfiguration!).every(Boolean));
});

test('does: keeps tags of buckets', async () => {
  const Bucket = 'taken';
  await assert.rejects(cloud.s3.getBucketTagging({ Bucket }), { name: 'NoSuchTagSet' });
  const TagSet = [{ Key: 'team', Value: 'blue' }];
  await cloud.s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
  assert.deepEqual((await cloud.s3.getBucketTagging({ Bucket })).TagSet, TagSet);
  const twice = { TagSet: [...TagSet, ...TagSet] };
  await assert.rejects(cloud.s3.putBucketTagging({ Bucket, Tagging: twice }), {
    name: 'InvalidTag',
  });
  await cloud.s3.deleteBucketTagging({ Bucket });
  await assert.rejects(cloud.s3.getBucketTagging({ Bucket }), { name: 'NoSuchTagSet' });
});

const never: readonly [name: string, call: (Bucket: string) => Promise<unknown>, error: string][] =
  [
    [
      'versions',
      (Bucket) => cloud.s3.putBucketVersioning({ Bucket, VersioningConfiguration: {} }),
      'NotImplemented',
    ],
    [
      'a public ACL',
      (Bucket) => cloud.s3.putBucketAcl({ Bucket, ACL: 'public-read' }),
      'AccessControlListNotSupported',
    ],
    [
      'other ownership',
      (Bucket) =>
        cloud.s3.putBucketOwnershipControls({
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      'NotImplemented',
    ],
    [
      'keys of KMS',
      (Bucket) =>
        cloud.s3.putBucketEncryption({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
          },
        }),
      'NotImplemented',
    ],
    [
      'another owner',
      (Bucket) => cloud.s3.getBucketAcl({ Bucket, ExpectedBucketOwner: '999999999999' }),
      'AccessDenied',
    ],
  ];

for (const [name, call, error] of never) {
  test(`refuses: a bucket with ${name}`, async () => {
    await assert.rejects(call('taken'), { name: error });
  });
}

test('records: a management event with the document and the host', async () => {
  await cloud.s3.createBucket({
    Bucket: 'recorded',
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-2' },
  });
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventName, 'CreateBucket');
  assert.equal(record.managementEvent, true);
  assert.match(String(record.userAgent), /^\[aws-sdk-js.*\]$/);
  assert.equal(record.responseElements, null);
  assert.deepEqual(record.requestParameters, {
    bucketName: 'recorded',
    Host: new URL(cloud.endpoint).host,
    CreateBucketConfiguration: {
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
      LocationConstraint: 'eu-west-2',
    },
  });
  assert.deepEqual(record.resources, [
    { accountId: '123456789012', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::recorded' },
  ]);
});

interface HttpError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly $response: { readonly headers: Record<string, string> };
}

test('refuses: tags and an ownership setting by whoever may not set them', async () => {
  const ann = await signInAs(cloud, 'ann', [
    { Effect: 'Allow', Action: 's3:CreateBucket', Resource: '*' },
    {
      Effect: 'Allow',
      Action: 's3:TagResource',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } },
    },
  ]);
  const tagged = (Value: string) => ({
    Bucket: `of-${Value}`,
    CreateBucketConfiguration: { Tags: [{ Key: 'team', Value }] },
  });
  await ann.s3.createBucket(tagged('red'));
  await assert.rejects(ann.s3.createBucket(tagged('blue')), {
    name: 'AccessDenied',
    message: /s3:TagResource/,
  });
  const owned = { Bucket: 'of-ann', ObjectOwnership: 'BucketOwnerEnforced' } as const;
  await assert.rejects(ann.s3.createBucket(owned), {
    name: 'AccessDenied',
    message: /s3:PutBucketOwnershipControls/,
  });
});
