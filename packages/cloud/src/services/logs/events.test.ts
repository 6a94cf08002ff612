import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const stream = { logGroupName: 'app', logStreamName: 's' };
const hourMs = 3_600_000;

async function startWithStream(): Promise<TestCloud> {
  const cloud = await startTestCloud();
  await cloud.logs.createLogGroup({ logGroupName: 'app' });
  await cloud.logs.createLogStream(stream);
  return cloud;
}

/** Puts `0`, `1`, … one second apart, the last one now. */
async function putNumbers(cloud: TestCloud, count: number) {
  const firstMs = cloud.parts.clock.now() - (count - 1) * 1_000;
  const logEvents = Array.from({ length: count }, (_, index) => ({
    timestamp: firstMs + index * 1_000,
    message: String(index),
  }));
  await cloud.logs.putLogEvents({ ...stream, logEvents });
  return firstMs;
}

const messages = (events: readonly { message?: string | undefined }[] = []) =>
  events.map(({ message }) => message).join(' ');

test('refuses: batches that break the rules', async () => {
  await using cloud = await startWithStream();
  const nowMs = cloud.parts.clock.now();
  const batch = (...times: number[]) => times.map((timestamp) => ({ timestamp, message: 'x' }));
  const large = (length: number) => [{ timestamp: nowMs, message: 'x'.repeat(length) }];
  const cases: [{ timestamp: number; message: string }[], RegExp][] = [
    [[], /^1 validation error detected: Value '\[\]' at 'logEvents' failed to satisfy/],
    [
      batch(nowMs, nowMs - 1),
      /^Log events in a single PutLogEvents request must be in chronologic/,
    ],
    [
      batch(nowMs - 25 * hourMs, nowMs),
      /^The batch of log events .* cannot span more than 24 hours/,
    ],
    [large(1_048_551), /^Log event too large: 1048577 bytes exceeds limit of 1048576$/],
    [
      [...large(600_000), ...large(600_000)],
      /^Upload too large: 1200052 bytes exceeds limit of 1048576$/,
    ],
  ];
  for (const [logEvents, message] of cases) {
    const put = cloud.logs.putLogEvents({ ...stream, logEvents });
    await assert.rejects(put, { name: 'InvalidParameterException', message });
  }
  await cloud.logs.putLogEvents({ ...stream, logEvents: large(1_048_550) });
});

test('does: drops what is too old or too new, and says so', async () => {
  await using cloud = await startWithStream();
  const nowMs = cloud.parts.clock.now();
  const put = async (...times: number[]) => {
    const logEvents = times.map((timestamp) => ({ timestamp, message: 'x' }));
    const answer = await cloud.logs.putLogEvents({ ...stream, logEvents });
    return answer.rejectedLogEventsInfo;
  };
  assert.equal(await put(nowMs - 14 * 24 * hourMs, nowMs - 14 * 24 * hourMs), undefined);
  assert.deepEqual(await put(nowMs, nowMs + 2 * hourMs, nowMs + 2 * hourMs + 1), {
    tooNewLogEventStartIndex: 2,
  });
  assert.deepEqual(await put(nowMs - 14 * 24 * hourMs - 1, nowMs - 14 * 24 * hourMs), {
    tooOldLogEventEndIndex: 1,
  });
  await cloud.logs.putRetentionPolicy({ logGroupName: 'app', retentionInDays: 1 });
  assert.deepEqual(await put(nowMs - 26 * hourMs, nowMs - 25 * hourMs), {
    expiredLogEventEndIndex: 2,
  });
});

test('does: reads a stream in both directions, with tokens that stay at the ends', async () => {
  await using cloud = await startWithStream();
  const { logs } = cloud;
  const firstMs = await putNumbers(cloud, 5);
  const page = (more: object) => logs.getLogEvents({ ...stream, limit: 2, ...more });
  const newest = await page({});
  assert.equal(messages(newest.events), '3 4');
  const atEnd = await page({ nextToken: newest.nextForwardToken });
  assert.deepEqual([atEnd.events, atEnd.nextForwardToken], [[], newest.nextForwardToken]);
  const before = await page({ nextToken: newest.nextBackwardToken });
  assert.equal(messages(before.events), '1 2');
  const head = await page({ nextToken: before.nextBackwardToken });
  assert.equal(messages(head.events), '0');
  const atHead = await page({ nextToken: head.nextBackwardToken });
  assert.deepEqual([atHead.events, atHead.nextBackwardToken], [[], head.nextBackwardToken]);
  assert.equal(messages((await page({ nextToken: atHead.nextForwardToken })).events), '0 1');
  assert.equal(messages((await page({ nextToken: atEnd.nextBackwardToken })).events), '3 4');
  assert.equal(messages((await page({ startFromHead: true })).events), '0 1');
  const span = { startTime: firstMs + 1_000, endTime: firstMs + 3_000, limit: 9 };
  assert.equal(messages((await page(span)).events), '1 2');
  await putNumbers(cloud, 1);
  const later = await page({ nextToken: newest.nextForwardToken });
  assert.equal(messages(later.events), '0');
  assert.equal(messages((await page({ ...span, unmask: false })).events), '1 2');
  await assert.rejects(page({ unmask: true }), { message: /GetLogEvents: unmask/ });
  await assert.rejects(page({ nextToken: 'f/1/s' }), {
    name: 'InvalidParameterException',
    message: 'The specified nextToken is invalid.',
  });
});

test('does: an answer has at most a megabyte', async () => {
  await using cloud = await startWithStream();
  for (const letter of 'abc') {
    const logEvents = [{ timestamp: cloud.parts.clock.now(), message: letter.repeat(500_000) }];
    await cloud.logs.putLogEvents({ ...stream, logEvents });
  }
  const first = await cloud.logs.getLogEvents({ ...stream, startFromHead: true });
  assert.deepEqual(
    first.events?.map(({ message }) => message?.[0]),
    ['a', 'b'],
  );
  const found = await cloud.logs.filterLogEvents({ logGroupName: 'app' });
  assert.deepEqual(
    found.events?.map(({ message }) => message?.[0]),
    ['a', 'b'],
  );
  const { nextToken } = found;
  const rest = await cloud.logs.filterLogEvents({ logGroupName: 'app', nextToken });
  assert.deepEqual(
    rest.events?.map(({ message }) => message?.[0]),
    ['c'],
  );
  assert.equal(rest.nextToken, undefined);
});

test('does: searches over streams, by pattern, time, stream and page', async () => {
  await using cloud = await startWithStream();
  const { logs } = cloud;
  await logs.createLogStream({ logGroupName: 'app', logStreamName: 't' });
  const firstMs = await putNumbers(cloud, 4);
  const logEvents = [
    { timestamp: firstMs + 500, message: '{"eventName":"GetSecretValue"}' },
    { timestamp: firstMs + 1_500, message: '{"eventName":"PutSecretValue"}' },
  ];
  await logs.putLogEvents({ logGroupName: 'app', logStreamName: 't', logEvents });
  const search = async (more: object) => {
    const { events = [] } = await logs.filterLogEvents({ logGroupName: 'app', ...more });
    return events.map(({ logStreamName, timestamp }) => [logStreamName, timestamp! - firstMs]);
  };
  assert.deepEqual(await search({ limit: 4 }), [
    ['s', 0],
    ['t', 500],
    ['s', 1000],
    ['t', 1500],
  ]);
  assert.deepEqual(await search({ limit: 1, unmask: false }), [['s', 0]]);
  assert.deepEqual(await search({ filterPattern: '{ $.eventName = "Get*" }' }), [['t', 500]]);
  assert.deepEqual(await search({ logStreamNames: ['t'], startTime: firstMs + 501 }), [
    ['t', 1500],
  ]);
  assert.deepEqual(await search({ logStreamNamePrefix: 's', endTime: firstMs }), [['s', 0]]);
  const seen: unknown[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({ logGroupName: 'app', limit: 2, nextToken });
    seen.push(...(page.events ?? []).map(({ eventId }) => eventId));
    nextToken = page.nextToken;
  } while (nextToken);
  assert.equal(new Set(seen).size, 6);
  assert.deepEqual(seen, [...seen].sort());
  for (const [input, message] of [
    [{ filterPattern: '{ $.a = }' }, 'Invalid filter pattern'],
    [{ nextToken: 'x' }, 'The specified nextToken is invalid.'],
    [{ logStreamNames: ['no'] }, 'The specified log stream does not exist.'],
    [{ unmask: true }, /FilterLogEvents: unmask/],
  ] as const) {
    const call = logs.filterLogEvents({ logGroupName: 'app', ...(input as object) });
    await assert.rejects(call, { message });
  }
});

test('refuses: who has no permission for the stream', async () => {
  await using cloud = await startWithStream();
  const { iam } = cloud;
  await iam.createUser({ UserName: 'writer' });
  const Statement = {
    Effect: 'Allow',
    Action: 'logs:PutLogEvents',
    Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:app:*',
  };
  await iam.putUserPolicy({
    UserName: 'writer',
    PolicyName: 'p',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'writer' });
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey!;
  const { logs } = cloud.as({
    credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! },
  });
  const logEvents = [{ timestamp: cloud.parts.clock.now(), message: 'x' }];
  await logs.putLogEvents({ ...stream, logEvents });
  await assert.rejects(logs.getLogEvents(stream), {
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::123456789012:user/writer is not authorized to perform: ' +
      'logs:GetLogEvents on resource: ' +
      'arn:aws:logs:us-east-1:123456789012:log-group:app:log-stream:s ' +
      'because no identity-based policy allows the logs:GetLogEvents action',
  });
});
