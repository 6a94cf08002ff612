import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateTrailRequest, UpdateTrailRequest } from '@aws-sdk/client-cloudtrail';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import {
  account,
  archive,
  makeBucket,
  makeLogGroup,
  makeTopic,
  topicArn,
} from './logArchive.testkit.ts';

const { S3BucketName } = archive;
const arnOf = (name: string, region = 'us-east-1') =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

test('refuses: trails that cannot be made', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  await cloud.s3.createBucket({ Bucket: 'private-bucket' });
  await cloud.sns.createTopic({ Name: 'private-topic' });
  await cloud.cloudtrail.createTrail({ Name: 'first', S3BucketName });
  const cases: readonly [change: Partial<CreateTrailRequest>, code: string, message: RegExp][] = [
    [{ Name: 'ab' }, 'InvalidTrailNameException', /^Trail name too short\. Minimum/],
    [{ Name: 'a'.repeat(129) }, 'InvalidTrailNameException', /^Trail name too long\. Maximum/],
    [{ Name: '-abc' }, 'InvalidTrailNameException', /must starts with a letter or number/],
    [{ Name: 'abc-' }, 'InvalidTrailNameException', /must ends with a letter or number/],
    [{ Name: 'a/bc' }, 'InvalidTrailNameException', /can only contain uppercase letters/],
    [{ Name: '10.0.0.1' }, 'InvalidTrailNameException', /IP address/],
    [
      { Name: 'first' },
      'TrailAlreadyExistsException',
      /^Trail first already exists for customer: 1/,
    ],
    [
      { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
      'InvalidParameterCombinationException',
      /^Multi-Region trail must include global service events\.$/,
    ],
    [{ S3BucketName: 'UPPER' }, 'InvalidS3BucketNameException', /UPPER/],
    [{ S3BucketName: 'missing' }, 'S3BucketDoesNotExistException', /^S3 bucket missing does not/],
    [
      { S3BucketName: 'private-bucket' },
      'InsufficientS3BucketPolicyException',
      /^Incorrect S3 bucket policy is detected for bucket: private-bucket$/,
    ],
    [{ SnsTopicName: 'a b' }, 'InvalidSnsTopicNameException', /a b/],
    [{ SnsTopicName: 'missing' }, 'InsufficientSnsTopicPolicyException', /^SNS Topic does not/],
    [{ SnsTopicName: 'private-topic' }, 'InsufficientSnsTopicPolicyException', /policy is incorr/],
    [{ EnableLogFileValidation: true }, 'NotImplemented', /CreateTrail: EnableLogFileValidation/],
    [{ IsOrganizationTrail: true }, 'NotImplemented', /CreateTrail: IsOrganizationTrail/],
    [{ KmsKeyId: 'alias/a' }, 'NotImplemented', /CreateTrail: KmsKeyId/],
    [
      { TagsList: [{ Key: 'a' }, { Key: 'a' }] },
      'InvalidTagParameterException',
      /Duplicate tag keys/,
    ],
  ];
  for (const [change, name, message] of cases) {
    const input = { Name: 'second', S3BucketName, ...change };
    await assert.rejects(cloud.cloudtrail.createTrail(input), { name, message });
  }
  const { trailList } = await cloud.cloudtrail.describeTrails({});
  assert.deepEqual(
    trailList?.map(({ Name }) => Name),
    ['first'],
  );
});

test('refuses: a sixth trail in a Region', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  for (let number = 1; number <= 5; number += 1) {
    await cloud.cloudtrail.createTrail({ Name: `trail-${number}`, S3BucketName });
  }
  await assert.rejects(cloud.cloudtrail.createTrail({ Name: 'trail-6', S3BucketName }), {
    name: 'MaximumNumberOfTrailsExceededException',
    message: `User: ${account} already has 5 trails in us-east-1.`,
  });
  const abroad = cloud.as({ region: 'eu-west-1' });
  await abroad.cloudtrail.createTrail({ Name: 'trail-6', S3BucketName });
});

test('does: makes, tells, changes and removes a trail', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  await makeTopic(cloud);
  const { cloudtrail } = cloud;
  const made = await cloudtrail.createTrail({
    Name: 'trail',
    S3BucketName,
    S3KeyPrefix: 'prefix',
    SnsTopicName: 'log-files',
    TagsList: [{ Key: 'team', Value: 'red' }],
  });
  const settings = {
    Name: 'trail',
    S3BucketName,
    S3KeyPrefix: 'prefix',
    SnsTopicName: 'log-files',
    SnsTopicARN: topicArn,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: false,
    TrailARN: arnOf('trail'),
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
  };
  assert.deepEqual({ ...made, $metadata: 0 }, { ...settings, $metadata: 0 });
  const marker = { Bucket: S3BucketName, Key: `prefix/AWSLogs/${account}/CloudTrail/` };
  assert.equal((await cloud.s3.headObject(marker)).ContentLength, 0);
  const told = {
    ...settings,
    HomeRegion: 'us-east-1',
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
  };
  assert.deepEqual((await cloudtrail.getTrail({ Name: 'trail' })).Trail, told);
  assert.deepEqual((await cloudtrail.describeTrails({})).trailList, [told]);
  const changes: readonly [change: Partial<UpdateTrailRequest>, changed: object][] = [
    [{}, {}],
    [{ S3KeyPrefix: '' }, { S3KeyPrefix: undefined }],
    [{ SnsTopicName: '' }, { SnsTopicName: undefined, SnsTopicARN: undefined }],
    [{ SnsTopicName: topicArn }, { SnsTopicName: topicArn, SnsTopicARN: topicArn }],
    [{ IsMultiRegionTrail: true }, { IsMultiRegionTrail: true }],
  ];
  let expected: object = told;
  for (const [change, changed] of changes) {
    await cloudtrail.updateTrail({ Name: arnOf('trail'), ...change });
    expected = JSON.parse(JSON.stringify({ ...expected, ...changed }));
    assert.deepEqual((await cloudtrail.getTrail({ Name: 'trail' })).Trail, expected);
  }
  await cloudtrail.deleteTrail({ Name: 'trail' });
  await assert.rejects(cloudtrail.getTrailStatus({ Name: 'trail' }), {
    name: 'TrailNotFoundException',
    message: `Unknown trail: ${arnOf('trail')} for the user: ${account}`,
  });
});

test('does: shows a trail of all Regions everywhere, and changes it at home only', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  const abroad = cloud.as({ region: 'eu-west-1' }).cloudtrail;
  await cloud.cloudtrail.createTrail({ Name: 'single', S3BucketName });
  await cloud.cloudtrail.createTrail({ Name: 'multi', S3BucketName, IsMultiRegionTrail: true });
  const described = async (input: object) =>
    (await abroad.describeTrails(input)).trailList?.map(({ Name }) => Name);
  assert.deepEqual(await described({}), ['multi']);
  assert.deepEqual(await described({ includeShadowTrails: false }), []);
  assert.deepEqual(await described({ trailNameList: ['multi'] }), []);
  assert.deepEqual(await described({ trailNameList: [arnOf('multi')] }), ['multi']);
  assert.equal((await abroad.listTrails({})).Trails?.length, 2);
  assert.equal((await abroad.getTrailStatus({ Name: arnOf('multi') })).IsLogging, false);
  const cases = [
    [() => abroad.getTrail({ Name: 'multi' }), 'TrailNotFoundException'],
    [() => abroad.getTrail({ Name: arnOf('single') }), 'TrailNotFoundException'],
    [() => abroad.stopLogging({ Name: arnOf('multi') }), 'InvalidHomeRegionException'],
    [() => abroad.deleteTrail({ Name: arnOf('multi') }), 'InvalidHomeRegionException'],
    [() => abroad.createTrail({ Name: 'multi', S3BucketName }), 'TrailAlreadyExistsException'],
    [() => abroad.getTrail({ Name: 'arn:aws:sns:a:b:c' }), 'CloudTrailARNInvalidException'],
  ] as const;
  for (const [call, name] of cases) await assert.rejects(call(), { name });
});

test('does: starts, stops and tells when', async () => {
  const startMs = Date.parse('2026-01-01T00:00:00.500Z');
  await using cloud = await startTestCloud({ startMs });
  await makeBucket(cloud);
  const Name = 'trail';
  await cloud.cloudtrail.createTrail({ Name, S3BucketName });
  const status = async () => {
    const { $metadata: _, ...told } = await cloud.cloudtrail.getTrailStatus({ Name });
    return told;
  };
  const texts = {
    LatestDeliveryAttemptTime: '',
    LatestNotificationAttemptTime: '',
    LatestNotificationAttemptSucceeded: '',
    LatestDeliveryAttemptSucceeded: '',
    TimeLoggingStarted: '',
    TimeLoggingStopped: '',
  };
  assert.deepEqual(await status(), { IsLogging: false, ...texts });
  await cloud.cloudtrail.startLogging({ Name });
  const started = {
    StartLoggingTime: new Date(startMs),
    TimeLoggingStarted: '2026-01-01T00:00:00Z',
  };
  assert.deepEqual(await status(), { IsLogging: true, ...texts, ...started });
  await cloud.advance('1m');
  await cloud.cloudtrail.stopLogging({ Name });
  await cloud.settled();
  assert.deepEqual(await status(), {
    IsLogging: false,
    ...texts,
    ...started,
    StopLoggingTime: new Date(startMs + 60_000),
    TimeLoggingStopped: '2026-01-01T00:01:00Z',
    LatestDeliveryTime: new Date(startMs + 60_000),
    LatestDeliveryAttemptTime: '2026-01-01T00:01:00Z',
    LatestDeliveryAttemptSucceeded: '2026-01-01T00:01:00Z',
  });
  await cloud.advance('1m');
  await cloud.cloudtrail.startLogging({ Name });
  const { IsLogging, StartLoggingTime, StopLoggingTime, TimeLoggingStopped } = await status();
  assert.deepEqual(
    { IsLogging, StartLoggingTime, StopLoggingTime, TimeLoggingStopped },
    {
      IsLogging: true,
      StartLoggingTime: new Date(startMs + 120_000),
      StopLoggingTime: new Date(startMs + 60_000),
      TimeLoggingStopped: '2026-01-01T00:01:00Z',
    },
  );
});

test('does: puts and gets event selectors, and refuses wrong ones', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  const { cloudtrail } = cloud;
  const TrailName = 'trail';
  await cloudtrail.createTrail({ Name: TrailName, S3BucketName });
  const standard = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  } as const;
  const got = async () => (await cloudtrail.getEventSelectors({ TrailName })).EventSelectors;
  assert.deepEqual(await got(), [standard]);
  const wrong = [
    [],
    Array(6).fill({}),
    [{ ExcludeManagementEventSources: ['s3.amazonaws.com'] }],
    [{ DataResources: [{ Type: 'AWS::EC2::Instance', Values: [] }] }],
    [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::bucket'] }] }],
    [{ DataResources: [{ Type: 'AWS::S3::Object', Values: Array(251).fill('arn:aws:s3') }] }],
  ];
  for (const EventSelectors of wrong) {
    await assert.rejects(cloudtrail.putEventSelectors({ TrailName, EventSelectors }), {
      name: 'InvalidEventSelectorsException',
    });
  }
  await assert.rejects(
    cloudtrail.putEventSelectors({ TrailName, AdvancedEventSelectors: [] }),
    /AdvancedEventSelectors/,
  );
  const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::bucket/'] }];
  const EventSelectors = [{ ReadWriteType: 'ReadOnly' as const, DataResources }];
  await cloudtrail.putEventSelectors({ TrailName, EventSelectors });
  assert.deepEqual(await got(), [{ ...standard, ReadWriteType: 'ReadOnly', DataResources }]);
  const { Trail } = await cloudtrail.getTrail({ Name: TrailName });
  assert.equal(Trail?.HasCustomEventSelectors, true);
});

test('does: keeps tags', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  const { cloudtrail } = cloud;
  const tag = (Key: string, Value = '-') => ({ Key, Value });
  const ResourceId = arnOf('trail');
  await cloudtrail.createTrail({ Name: 'trail', S3BucketName, TagsList: [tag('a', '1')] });
  await cloudtrail.addTags({ ResourceId, TagsList: [tag('a', '2'), tag('b')] });
  await cloudtrail.removeTags({ ResourceId, TagsList: [tag('b'), tag('c')] });
  const { ResourceTagList } = await cloudtrail.listTags({ ResourceIdList: [ResourceId] });
  assert.deepEqual(ResourceTagList, [{ ResourceId, TagsList: [tag('a', '2')] }]);
  const many = Array.from({ length: 50 }, (_, number) => tag(`tag-${number}`));
  await assert.rejects(cloudtrail.addTags({ ResourceId, TagsList: many }), {
    name: 'TagsLimitExceededException',
  });
});

test('records: changes as AWS writes them', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  await cloud.cloudtrail.createTrail({ Name: 'trail', S3BucketName, IsMultiRegionTrail: true });
  await cloud.cloudtrail.putEventSelectors({ TrailName: 'trail', EventSelectors: [{}] });
  await cloud.cloudtrail.deleteTrail({ Name: 'trail' });
  const own = cloud
    .records()
    .filter(({ eventSource }) => eventSource === 'cloudtrail.amazonaws.com')
    .map(({ eventName, readOnly, requestParameters, responseElements }) => ({
      eventName,
      readOnly,
      requestParameters,
      responseElements,
    }));
  const standard = {
    readWriteType: 'All',
    includeManagementEvents: true,
    dataResources: [],
    excludeManagementEventSources: [],
  };
  assert.deepEqual(own, [
    {
      eventName: 'CreateTrail',
      readOnly: false,
      requestParameters: { name: 'trail', s3BucketName: S3BucketName, isMultiRegionTrail: true },
      responseElements: {
        name: 'trail',
        s3BucketName: S3BucketName,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: true,
        trailARN: arnOf('trail'),
        logFileValidationEnabled: false,
        isOrganizationTrail: false,
      },
    },
    {
      eventName: 'PutEventSelectors',
      readOnly: false,
      requestParameters: { trailName: 'trail', eventSelectors: [{}] },
      responseElements: { trailARN: arnOf('trail'), eventSelectors: [standard] },
    },
    {
      eventName: 'DeleteTrail',
      readOnly: false,
      requestParameters: { name: 'trail' },
      responseElements: null,
    },
  ]);
});

test('refuses: a role for the log group that the caller may not pass', async () => {
  await using cloud = await startTestCloud();
  await makeBucket(cloud);
  await makeLogGroup(cloud);
  const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
  const eve = await signInAs(cloud, 'eve', [allow('cloudtrail:*')]);
  const denied = { name: 'AccessDeniedException', message: /perform: iam:PassRole on resource/ };
  await assert.rejects(eve.cloudtrail.createTrail({ Name: 'trail', ...archive }), denied);
  const ann = await signInAs(cloud, 'ann', [allow('cloudtrail:*'), allow('iam:PassRole')]);
  await ann.cloudtrail.createTrail({ Name: 'trail', ...archive });
  const { S3BucketName: _bucket, ...logGroup } = archive;
  await assert.rejects(eve.cloudtrail.updateTrail({ Name: 'trail', ...logGroup }), denied);
  await eve.cloudtrail.updateTrail({ Name: 'trail', CloudWatchLogsLogGroupArn: '' });
});
