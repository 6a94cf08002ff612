import { gunzipSync } from 'node:zlib';
import type { Mail } from '../box/privateDoors.ts';
import { eventually } from './eventually.ts';
import { names, type World } from './world.ts';

/** The read whose traces are looked for. */
export interface Read {
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly requestId: string;
  readonly lastMailId: number;
}

/** Asks AWS's APIs for each hop in its order. Throws a Failure that names the first missing one. */
export async function findHops(world: World, read: Read) {
  const record = await eventually(
    () => findRecord(world, read),
    'The read is not in the event history. Look at: aws cloudtrail lookup-events',
  );
  const event = await eventually(
    () => findLogEvent(world, read),
    `No log event came. Look at: aws cloudtrail get-trail-status --name ${names.trail}`,
  );
  await eventually(
    () => findDatapoint(world, read),
    `No datapoint came. Look at: aws logs describe-metric-filters --log-group-name ${names.logGroup}`,
  );
  const stateChangedMs = await eventually(
    () => findAlarm(world, read),
    `The alarm did not ring. Look at: aws cloudwatch describe-alarm-history --alarm-name ${names.alarm}`,
  );
  return { record, event, stateChangedMs };
}

/** The part of a CloudTrail record that the demo speaks of. */
interface TrailRecord {
  readonly requestID: string;
  readonly sourceIPAddress: string;
  readonly userIdentity: { readonly arn: string };
}

async function findRecord({ cloudtrail }: World, { requestId }: Read) {
  const { Events = [] } = await cloudtrail.lookupEvents({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GetSecretValue' }],
  });
  return Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent!) as TrailRecord).find(
    ({ requestID }) => requestID === requestId,
  );
}

async function findLogEvent({ logs }: World, { requestId }: Read) {
  const { events = [] } = await logs.filterLogEvents({
    logGroupName: names.logGroup,
    filterPattern: `{ $.requestID = "${requestId}" }`,
  });
  return events[0];
}

async function findDatapoint({ cloudwatch }: World, { sentMs }: Read) {
  const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
    Namespace: names.namespace,
    MetricName: names.metric,
    Statistics: ['Sum'],
    Period: 60,
    StartTime: new Date(sentMs - 120_000),
    EndTime: new Date(sentMs + 120_000),
  });
  return Datapoints.find(({ Sum = 0 }) => Sum >= 1);
}

async function findAlarm({ cloudwatch }: World, { sentMs }: Read) {
  const { MetricAlarms = [] } = await cloudwatch.describeAlarms({ AlarmNames: [names.alarm] });
  const [alarm] = MetricAlarms;
  const changedMs = alarm?.StateUpdatedTimestamp?.getTime() ?? 0;
  return alarm?.StateValue === 'ALARM' && changedMs >= sentMs ? changedMs : undefined;
}

/** The notification alone does not say what is in the file: one has to fetch and unpack it. */
export async function findRawMail(world: World, read: Read): Promise<Mail> {
  return eventually(async () => {
    for (const mail of await mailsSince(world, read)) {
      const file = fileNamedIn(mail);
      const records = file ? await recordsIn(world, file) : [];
      if (records.some(({ requestID }) => requestID === read.requestId)) return mail;
    }
    return undefined;
  }, `No file came. Look at: aws cloudtrail get-trail-status --name ${names.trail}`);
}

export const mailsSince = ({ doors }: World, { lastMailId }: Read) => doors.mailAfter(lastMailId);

export const isAlarmMail = ({ subject }: Mail) => subject.startsWith(`ALARM: "${names.alarm}"`);

interface LogFile {
  readonly s3Bucket: string;
  readonly s3ObjectKey: readonly string[];
}

/** What CloudTrail publishes for each file is JSON on a line of its own. */
export function fileNamedIn({ text }: Mail): LogFile | undefined {
  const line = text.split('\n').find((each) => each.startsWith('{"s3Bucket"'));
  return line === undefined ? undefined : (JSON.parse(line) as LogFile);
}

async function recordsIn({ s3 }: World, { s3Bucket, s3ObjectKey }: LogFile) {
  const records: TrailRecord[] = [];
  for (const Key of s3ObjectKey) {
    const { Body } = await s3.getObject({ Bucket: s3Bucket, Key });
    const bytes = gunzipSync(await Body!.transformToByteArray());
    records.push(...(JSON.parse(bytes.toString()) as { Records: TrailRecord[] }).Records);
  }
  return records;
}
