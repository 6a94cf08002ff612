import { gunzipSync } from 'node:zlib';
import type { Mail } from '../box/privateDoors.ts';
import { eventually } from './eventually.ts';
import { type Credentials, names, type World } from './world.ts';

/** One stop of a call's way to the mail, as AWS's own APIs tell of it. */
export interface Hop {
  readonly name: string;
  readonly what: string;
  /** Milliseconds after the request left; `atMost` where only the next hop's time is known. */
  readonly ms: number;
  readonly atMost?: true;
  /** Where the time is from. */
  readonly source: string;
}

export interface Road {
  readonly hops: readonly Hop[];
  readonly rawHops: readonly Hop[];
  readonly alarmMail: Mail;
  readonly rawMail: Mail;
  /** How many mails the raw road sent so far, and the alarm's road. */
  readonly counts: { readonly raw: number; readonly alarm: number };
  /** Who read the secret, by the record. */
  readonly reader: { readonly arn: string; readonly from: string };
}

/**
 * Reads the secret as the dedicated user, and finds every hop afterwards: nothing but the mailbox
 * is asked while the call is under way, so that asking does not slow down what is measured.
 * Throws a Failure that names the hop which did not happen.
 */
export async function takeTheRoad(world: World, reader: Credentials): Promise<Road> {
  const read = await readSecret(world, reader);
  const alarmMail = await eventually(
    async () => (await mailsSince(world, read)).find(isAlarmMail),
    'No alarm mail within 10 seconds.',
  ).catch(async (failure) => {
    // The first hop that is missing says more than the last one.
    await findHops(world, read);
    throw failure;
  });
  const { record, event, stateChangedMs } = await findHops(world, read);
  const raw = await findRawMail(world, read);
  const mails = await world.allMails();
  const since = (timeMs: number) => Math.max(0, timeMs - read.sentMs);
  const answeredMs = since(read.answeredMs);
  const alarmMs = since(stateChangedMs);
  return {
    hops: [
      {
        name: 'record',
        what: 'in CloudTrail’s event history',
        ms: answeredMs,
        atMost: true,
        source: 'written before the answer',
      },
      {
        name: 'answer',
        what: `${names.user} has the value`,
        ms: answeredMs,
        source: 'the client’s clock',
      },
      {
        name: 'log event',
        what: `in ${names.logGroup}`,
        ms: since(event.ingestionTime!),
        source: 'its ingestionTime',
      },
      {
        name: 'metric',
        what: `${names.metric} has a datapoint`,
        ms: alarmMs,
        atMost: true,
        source: 'before the alarm saw it',
      },
      {
        name: 'alarm',
        what: `${names.alarm} is in ALARM`,
        ms: alarmMs,
        source: 'its StateUpdatedTimestamp',
      },
      {
        name: 'mail',
        what: `to ${world.mailTo}`,
        ms: since(alarmMail.timeMs),
        source: 'the mail’s date',
      },
    ],
    rawHops: [
      {
        name: 'raw mail',
        what: 'CloudTrail tells of a log file',
        ms: since(raw.timeMs),
        source: 'the mail’s date',
      },
    ],
    alarmMail,
    rawMail: raw,
    counts: {
      raw: mails.filter((mail) => fileNamedIn(mail)).length,
      alarm: mails.filter(isAlarmMail).length,
    },
    reader: { arn: record.userIdentity.arn, from: record.sourceIPAddress },
  };
}

interface Read {
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly requestId: string;
  readonly lastMailId: number;
}

async function readSecret(world: World, reader: Credentials): Promise<Read> {
  const client = world.secretsAs(reader);
  const lastMailId = (await world.allMails()).at(-1)?.id ?? 0;
  const sentMs = Date.now();
  const { $metadata } = await client.getSecretValue({ SecretId: names.secret });
  return { sentMs, answeredMs: Date.now(), requestId: $metadata.requestId!, lastMailId };
}

async function findHops(world: World, read: Read) {
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
async function findRawMail(world: World, read: Read): Promise<Mail> {
  return eventually(async () => {
    for (const mail of await mailsSince(world, read)) {
      const file = fileNamedIn(mail);
      if (
        file &&
        (await recordsIn(world, file)).some((found) => found.requestID === read.requestId)
      )
        return mail;
    }
    return undefined;
  }, `CloudTrail told of no log file. Look at: aws cloudtrail get-trail-status --name ${names.trail}`);
}

const mailsSince = ({ doors }: World, { lastMailId }: Read) => doors.mailAfter(lastMailId);

const isAlarmMail = ({ subject }: Mail) => subject.startsWith(`ALARM: "${names.alarm}"`);

interface LogFile {
  readonly s3Bucket: string;
  readonly s3ObjectKey: readonly string[];
}

/** What CloudTrail publishes for each file is JSON on a line of its own. */
function fileNamedIn({ text }: Mail): LogFile | undefined {
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
