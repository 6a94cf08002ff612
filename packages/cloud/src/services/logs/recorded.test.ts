import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const folder = join(import.meta.dirname, '../../../../../../shared/data/aws-captures/logs');
const skip = existsSync(folder) ? false : 'needs ../shared/data';

interface Observation {
  readonly label: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly request_started_ms: number;
  readonly result: { code: string; message?: string; output?: Record<string, unknown> };
}

interface Point {
  readonly metric: { MetricName: string; Namespace: string; Dimensions?: Dimension[] };
  readonly timestamp: string;
  readonly value: number;
}

function readCapture(name: string) {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    readonly group: string;
    readonly observations: readonly Observation[];
    readonly points?: readonly Point[];
  };
}

const methods = {
  'put-metric-filter': 'putMetricFilter',
  'test-metric-filter': 'testMetricFilter',
  'put-log-events': 'putLogEvents',
} as const;

/** Repeats a recorded call and compares the answer; sequence tokens are never the same. */
async function replay(cloud: TestCloud, { label, operation, input, result }: Observation) {
  const method = methods[operation as keyof typeof methods];
  const call = (cloud.logs[method] as (input: object) => Promise<object>)(input);
  if (result.code !== 'Success') {
    await assert.rejects(call, { name: result.code, message: result.message }, label);
    return;
  }
  const {
    $metadata: _,
    nextSequenceToken: _token,
    ...output
  } = (await call) as Record<string, unknown>;
  const { nextSequenceToken: _recorded, ...expected } = result.output ?? {};
  assert.deepEqual(output, expected, label);
}

async function makeGroup(cloud: TestCloud, logGroupName: string) {
  await cloud.logs.createLogGroup({ logGroupName });
  await cloud.logs.putRetentionPolicy({ logGroupName, retentionInDays: 1 });
  for (const logStreamName of ['basic', 'timestamp', 'later']) {
    await cloud.logs.createLogStream({ logGroupName, logStreamName });
  }
}

/** The sums of the minutes that have any, as `time → value`. */
async function sums(cloud: TestCloud, metric: Point['metric'], aroundMs: number) {
  const { Datapoints = [] } = await cloud.cloudwatch.getMetricStatistics({
    ...metric,
    StartTime: new Date(aroundMs - 3_600_000),
    EndTime: new Date(aroundMs + 3 * 3_600_000),
    Period: 60,
    Statistics: ['Sum'],
  });
  return Object.fromEntries(
    Datapoints.map(({ Timestamp, Sum }) => [Timestamp!.toISOString(), Sum]).sort(),
  );
}

test('does: metric filters give the points that AWS gave', { skip }, async () => {
  const { group, observations, points = [] } = readCapture('metric_filters.json');
  const startMs = observations[0]!.request_started_ms;
  await using cloud = await startTestCloud({ startMs });
  await makeGroup(cloud, group);
  const read = observations.find(({ label }) => label === 'read-basic-ingested')!;
  const basic = read.result.output!.events as { timestamp: number; message: string }[];
  for (const observation of observations) {
    const { label, operation, input } = observation;
    const byMs = observation.request_started_ms - cloud.parts.clock.now();
    await cloud.advance(`${Math.max(0, byMs)}ms`);
    if (label === 'publish-timestamp-offsets') {
      const logEvents = basic.map(({ timestamp, message }) => ({ timestamp, message }));
      const batch: PutLogEventsRequest = { logGroupName: group, logStreamName: 'basic', logEvents };
      await cloud.logs.putLogEvents(batch);
    }
    const isUnsupported = 'emitSystemFieldDimensions' in input || 'fieldSelectionCriteria' in input;
    if (isUnsupported || label.startsWith('regex') || !(operation in methods)) continue;
    await replay(cloud, observation);
  }
  const names = new Map<string, Point['metric']>();
  const expected = new Map<string, Record<string, number>>();
  for (const { metric, timestamp, value } of points) {
    if (metric.MetricName === 'System' || metric.MetricName === 'SelectTrue') continue;
    const key = JSON.stringify(metric);
    names.set(key, metric);
    expected.set(key, { ...expected.get(key), [new Date(timestamp).toISOString()]: value });
  }
  for (const [key, metric] of names) {
    assert.deepEqual(await sums(cloud, metric, startMs), expected.get(key), key);
  }
  const { Metrics = [] } = await cloud.cloudwatch.listMetrics({});
  const unseen = ['JsonBad', 'JsonMissing', 'Control'];
  assert.ok(Metrics.every(({ MetricName }) => !unseen.includes(MetricName!)));
});

test('refuses: transformations that AWS refused', { skip }, async () => {
  const { group, observations } = readCapture('metric_filter_extractors.json');
  const startMs = observations[0]!.request_started_ms;
  await using cloud = await startTestCloud({ startMs });
  await makeGroup(cloud, group);
  for (const observation of observations) {
    const { operation, input } = observation;
    if (operation in methods && !('emitSystemFieldDimensions' in input)) {
      await replay(cloud, observation);
    }
  }
  const namespace = 'Stackd/NativeMetricFilters/owned';
  const baseline = await sums(cloud, { Namespace: namespace, MetricName: 'Baseline' }, startMs);
  assert.deepEqual(baseline, { '2026-09-14T02:40:00.000Z': 19, '2026-09-14T02:41:00.000Z': 23 });
  const { Metrics } = await cloud.cloudwatch.listMetrics({ Namespace: namespace });
  assert.deepEqual(
    Metrics?.map(({ MetricName }) => MetricName),
    ['Baseline'],
  );
});
