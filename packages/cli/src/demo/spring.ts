import { setTimeout as sleep } from 'node:timers/promises';
import type { Incident } from '@tocsin/stack/killswitch';
import type { Mail } from '../box/privateDoors.ts';
import { loadKillSwitch } from '../incident/loadKillSwitch.ts';
import { eventually } from './eventually.ts';
import type { Hop } from './road.ts';
import { trapNames } from './trap.ts';
import type { Credentials, World } from './world.ts';

type Restored = NonNullable<Incident['restored']>;

/** What became of the thief. */
export interface Catch {
  /** From the read that went through to the first that did not. */
  readonly hops: readonly Hop[];
  readonly alarmMail: Mail;
  readonly detailsMail: Mail;
  readonly outcomeMail: Mail;
  readonly denial: { readonly code: string; readonly message: string };
  readonly incident: Incident;
  readonly restored: Restored;
}

/**
 * Takes the honeytoken as the victim, tries again until it is denied, waits for the verdict of the
 * kill-switch, and restores the victim. Throws a Failure that names what did not happen.
 */
export async function springTrap(world: World, victim: Credentials): Promise<Catch> {
  const client = world.secretsAs(victim);
  const lastMailId = (await world.allMails()).at(-1)?.id ?? 0;
  const sentMs = Date.now();
  await client.getSecretValue({ SecretId: trapNames.honeytoken });
  const denied = await untilDenied(() => client.getSecretValue({ SecretId: trapNames.honeytoken }));
  const mail = (is: (mail: Mail) => boolean, missing: string) =>
    eventually(async () => (await world.doors.mailAfter(lastMailId)).find(is), missing);
  const alarmMail = await mail(
    ({ subject }) => subject.startsWith(`ALARM: "${trapNames.alarm}"`),
    `No mail of ${trapNames.alarm} came. Look at: tocsin mail`,
  );
  const detailsMail = await mail(
    ({ to, text }) => to === trapNames.mailTo && text.includes('It is a honeytoken'),
    'The event road sent no mail. Look at: aws events list-targets-by-rule',
  );
  const outcomeMail = await mail(
    ({ text }) => text.startsWith('Outcome: '),
    'The kill-switch told no outcome. Look at: tocsin incidents',
  );
  const incident = await readIncident(world);
  const hops = hopsOf({ sentMs, incident, denied, alarmMail, detailsMail, outcomeMail });
  const restored = await letInAgain(world);
  return { hops, alarmMail, detailsMail, outcomeMail, denial: denied, incident, restored };
}

/** The calls that come after the first: how long they go through, and what stops them. */
async function untilDenied(call: () => Promise<unknown>) {
  let calls = 1;
  return eventually(async () => {
    await sleep(betweenCallsMs);
    try {
      await call();
      calls += 1;
      return undefined;
    } catch (error) {
      const { name, message } = error as Error;
      return { code: name, message, atMs: Date.now(), calls };
    }
  }, 'The victim was never denied. Look at: aws logs tail /aws/lambda/tocsin-kill-switch');
}

/** A thief's script is in a hurry, but not in more. */
const betweenCallsMs = 20;

async function evidence({ s3, box }: World) {
  const { incidentStore, configOf } = await loadKillSwitch();
  const EVIDENCE_BUCKET = `tocsin-evidence-${box.accountId}-${box.region}`;
  return { store: incidentStore(s3, EVIDENCE_BUCKET), config: configOf({ EVIDENCE_BUCKET }) };
}

async function readIncident(world: World): Promise<Incident> {
  const { store } = await evidence(world);
  return eventually(async () => {
    const read = await Promise.all((await store.list()).map(({ id }) => store.read(id)));
    return read.find((each) => each?.state === 'done' && each.joins === undefined);
  }, 'There is no incident. Look at: tocsin incidents');
}

async function letInAgain(world: World): Promise<Restored> {
  const { createClients, globalRegionOf, realTime, restore } = await loadKillSwitch();
  const { endpoint, region, accessKeyId, secretAccessKey } = world.box;
  const options = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const principalArn = world.arn('iam', `user/${trapNames.victim}`, '');
  const clients = createClients(options, globalRegionOf(principalArn));
  const { config } = await evidence(world);
  const reason = 'The stolen key was found and its owner has a new one.';
  const { restored } = await restore({ principalArn, reason }, config, { clients, time: realTime });
  return restored;
}

interface Times {
  readonly sentMs: number;
  readonly incident: Incident;
  readonly denied: { readonly atMs: number; readonly calls: number };
  readonly alarmMail: Mail;
  readonly detailsMail: Mail;
  readonly outcomeMail: Mail;
}

function hopsOf(times: Times): Hop[] {
  const { sentMs, denied, alarmMail, detailsMail, outcomeMail, incident } = times;
  const ms = (timeMs: number) => Math.max(0, timeMs - sentMs);
  return [
    {
      name: 'flow 1',
      what: `alarm mail to ${alarmMail.to}`,
      ms: ms(alarmMail.timeMs),
      source: 'the mail’s date',
    },
    {
      name: 'flow 2',
      what: `details to ${detailsMail.to}`,
      ms: ms(detailsMail.timeMs),
      source: 'the mail’s date',
    },
    {
      name: 'denied',
      what: `its call number ${denied.calls + 1}`,
      ms: ms(denied.atMs),
      source: 'the client’s clock',
    },
    {
      name: 'verdict',
      what: incident.grade ?? '',
      ms: ms(outcomeMail.timeMs),
      source: `after ${incident.verification?.seconds ?? 0} s of looking`,
    },
  ];
}
