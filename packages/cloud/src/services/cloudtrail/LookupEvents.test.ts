import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupEventsRequest } from '@aws-sdk/client-cloudtrail';
import { startTestCloud } from '@tocsin/testkit';

test('refuses: what cannot be looked up', async () => {
  await using cloud = await startTestCloud();
  const { cloudtrail } = cloud;
  await cloud.sts.getCallerIdentity({});
  await cloud.sts.getCallerIdentity({});
  const { NextToken } = await cloudtrail.lookupEvents({ MaxResults: 1 });
  const byName = { AttributeKey: 'EventName', AttributeValue: 'GetCallerIdentity' } as const;
  const cases: readonly [input: LookupEventsRequest, code: string][] = [
    [{ LookupAttributes: [byName, byName] }, 'InvalidLookupAttributesException'],
    [{ StartTime: new Date(2_000), EndTime: new Date(1_000) }, 'InvalidTimeRangeException'],
    [{ NextToken: 'nothing' }, 'InvalidNextTokenException'],
    [{ NextToken: NextToken!, LookupAttributes: [byName] }, 'InvalidNextTokenException'],
    [{ EventCategory: 'insight' }, 'NotImplemented'],
  ];
  for (const [input, name] of cases) {
    await assert.rejects(cloudtrail.lookupEvents(input), { name });
  }
});

test('does: finds an event by each of its attributes', async () => {
  await using cloud = await startTestCloud();
  await cloud.iam.createUser({ UserName: 'ada' });
  await cloud.as({ region: 'eu-west-1' }).sts.getCallerIdentity({});
  const { Events: [event] = [] } = await cloud.cloudtrail.lookupEvents({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }],
  });
  const record = JSON.parse(event!.CloudTrailEvent!);
  assert.equal(event?.EventId, record.eventID);
  assert.equal(event?.ReadOnly, 'false');
  assert.equal(event?.Username, 'tocsin-admin');
  assert.deepEqual(event?.Resources, [
    { ResourceType: 'AWS::IAM::User', ResourceName: 'ada' },
    { ResourceType: 'AWS::IAM::User', ResourceName: `arn:aws:iam::123456789012:user/ada` },
  ]);
  const cases = {
    EventId: record.eventID,
    EventName: 'CreateUser',
    EventSource: 'iam.amazonaws.com',
    ReadOnly: 'false',
    Username: 'tocsin-admin',
    AccessKeyId: cloud.administrator.accessKeyId,
    ResourceName: 'ada',
    ResourceType: 'AWS::IAM::User',
  } as const;
  for (const [AttributeKey, AttributeValue] of Object.entries(cases)) {
    const { Events = [] } = await cloud.cloudtrail.lookupEvents({
      LookupAttributes: [{ AttributeKey: AttributeKey as keyof typeof cases, AttributeValue }],
    });
    assert.ok(
      Events.some(({ EventId }) => EventId === record.eventID),
      AttributeKey,
    );
  }
  const abroad = await cloud.as({ region: 'eu-west-1' }).cloudtrail.lookupEvents({});
  assert.deepEqual(
    abroad.Events?.map(({ EventName }) => EventName),
    ['GetCallerIdentity'],
  );
});

test('does: pages newest first, through what was there at the first page', async () => {
  await using cloud = await startTestCloud();
  for (let call = 0; call < 5; call += 1) {
    await cloud.as({ region: 'eu-west-1' }).sts.getCallerIdentity({});
    await cloud.advance('1m');
  }
  const times: number[] = [];
  let NextToken: string | undefined;
  const sizes: number[] = [];
  do {
    const page = await cloud
      .as({ region: 'eu-west-1' })
      .cloudtrail.lookupEvents({ MaxResults: 2, ...(NextToken ? { NextToken } : undefined) });
    sizes.push(page.Events?.length ?? 0);
    times.push(...(page.Events ?? []).map(({ EventTime }) => EventTime!.getTime()));
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(sizes, [2, 2, 1]);
  assert.deepEqual(
    times,
    times.toSorted((one, other) => other - one),
  );
});

test('does: keeps to the range of time, and to 90 days', async () => {
  await using cloud = await startTestCloud({ startMs: Date.parse('2026-01-01T00:00:00.400Z') });
  const of = async (input: LookupEventsRequest) => {
    const LookupAttributes = [
      { AttributeKey: 'EventName', AttributeValue: 'GetCallerIdentity' } as const,
    ];
    const { Events } = await cloud.cloudtrail.lookupEvents({ LookupAttributes, ...input });
    return Events?.map(({ EventTime }) => EventTime?.toISOString().slice(0, 10));
  };
  for (let day = 0; day < 3; day += 1) {
    await cloud.sts.getCallerIdentity({});
    await cloud.advance('1d');
  }
  const first = new Date('2026-01-01T00:00:00Z');
  const second = new Date('2026-01-02T00:00:00Z');
  assert.deepEqual(await of({}), ['2026-01-03', '2026-01-02', '2026-01-01']);
  assert.deepEqual(await of({ StartTime: second }), ['2026-01-03', '2026-01-02']);
  assert.deepEqual(await of({ EndTime: second }), ['2026-01-02', '2026-01-01']);
  assert.deepEqual(await of({ StartTime: first, EndTime: first }), ['2026-01-01']);
  await cloud.advance('88d');
  assert.deepEqual(await of({ StartTime: first }), ['2026-01-03', '2026-01-02']);
});

test('records: the call itself, as a read', async () => {
  await using cloud = await startTestCloud();
  await cloud.cloudtrail.lookupEvents({ MaxResults: 3 });
  const [record] = cloud.records();
  assert.equal(record?.eventName, 'LookupEvents');
  assert.equal(record?.readOnly, true);
  assert.deepEqual(record?.requestParameters, { maxResults: 3 });
});
