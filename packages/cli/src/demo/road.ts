import type { Mail } from '../box/privateDoors.ts';
import { eventually } from './eventually.ts';
import {
  fileNamedIn,
  findHops,
  findRawMail,
  isAlarmMail,
  mailsSince,
  type Read,
} from './findHops.ts';
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
  /** What happened beside that way: the answer, and CloudTrail's own notification. */
  readonly meanwhile: readonly Hop[];
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
    'No alarm mail came. Look at: tocsin mail',
  ).catch(async (failure) => {
    // The first hop that is missing says more than the last one.
    await findHops(world, read);
    throw failure;
  });
  const found = await findHops(world, read);
  const rawMail = await findRawMail(world, read);
  const mails = await world.allMails();
  return {
    hops: hopsOf(read, { ...found, mailedMs: alarmMail.timeMs, mailTo: world.mailTo }),
    meanwhile: meanwhile(read, rawMail),
    alarmMail,
    rawMail,
    counts: { raw: mails.filter(fileNamedIn).length, alarm: mails.filter(isAlarmMail).length },
    reader: { arn: found.record.userIdentity.arn, from: found.record.sourceIPAddress },
  };
}

async function readSecret(world: World, reader: Credentials): Promise<Read> {
  const client = world.secretsAs(reader);
  const lastMailId = (await world.allMails()).at(-1)?.id ?? 0;
  const sentMs = Date.now();
  const { $metadata } = await client.getSecretValue({ SecretId: names.secret });
  return { sentMs, answeredMs: Date.now(), requestId: $metadata.requestId!, lastMailId };
}

type Found = Awaited<ReturnType<typeof findHops>> & {
  readonly mailedMs: number;
  readonly mailTo: string;
};

/** What the alarm mail came by, in its order. */
function hopsOf(read: Read, found: Found): Hop[] {
  const loggedMs = after(read, found.event.ingestionTime!);
  const alarmMs = after(read, found.stateChangedMs);
  return [
    {
      name: 'record',
      what: 'in CloudTrail’s event history',
      ms: loggedMs,
      atMost: true,
      source: 'before its log event',
    },
    {
      name: 'log event',
      what: `in ${names.logGroup}`,
      ms: loggedMs,
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
      what: `${names.alarm} rings`,
      ms: alarmMs,
      source: 'its StateUpdatedTimestamp',
    },
    {
      name: 'mail',
      what: `to ${found.mailTo}`,
      ms: after(read, found.mailedMs),
      source: 'the mail’s date',
    },
  ];
}

const meanwhile = (read: Read, rawMail: Mail): Hop[] => [
  {
    name: 'answer',
    what: `${names.user} has the value`,
    ms: after(read, read.answeredMs),
    source: 'the client’s clock',
  },
  {
    name: 'raw mail',
    what: 'CloudTrail tells of a log file',
    ms: after(read, rawMail.timeMs),
    source: 'the mail’s date',
  },
];

const after = ({ sentMs }: Read, timeMs: number) => Math.max(0, timeMs - sentMs);
