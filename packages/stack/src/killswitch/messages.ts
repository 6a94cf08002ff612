import type { Child } from './children.ts';
import { gradeTexts } from './grade.ts';
import type { Incident } from './incident.ts';

/** A notification for a person: what SNS sends as a mail. */
export interface Message {
  /** ASCII, at most a hundred characters: SNS refuses any other. */
  readonly subject: string;
  readonly text: string;
}

/** Goes out as soon as the denial is set. */
export function deniedMessage(incident: Incident): Message {
  const failed = incident.steps.filter(({ outcome }) => outcome === 'failed');
  const head = failed.length === 0 ? 'denied' : 'NOT wholly denied';
  return message(`${who(incident)} is ${head}`, [
    ...facts(incident),
    '',
    ...stepLines(incident),
    '',
    'A second message follows when it was verified.',
  ]);
}

/** Goes out at the end, with the grade. */
export function outcomeMessage(incident: Incident): Message {
  const { grade = 'not contained', verification, snapshot } = incident;
  const text = gradeTexts[grade];
  return message(`${who(incident)}: ${text}`, [
    `Outcome: ${text}`,
    '',
    ...facts(incident),
    '',
    ...stepLines(incident),
    ...(verification ? ['', ...verificationLines(incident)] : []),
    ...(snapshot ? ['', `Snapshot: s3://${snapshot.bucket}/${snapshot.key}`] : []),
    ...(snapshot ? [`SHA-256: ${snapshot.sha256}`] : []),
    '',
    'What to do next:',
    ...nextSteps(incident).map((step, index) => `${index + 1}. ${step}`),
  ]);
}

/** Goes out where a person must decide or act. */
export function attentionMessage(incident: Incident): Message {
  const { decision, principal, id } = incident;
  const asks = decision.verdict === 'ask';
  return message(`${who(incident)} touched a secret: ${asks ? 'contain it?' : 'please look'}`, [
    ...facts(incident),
    '',
    'Nothing was done.',
    ...(asks ? ['', 'To contain it:', `  tocsin contain ${principal.arn} --incident ${id}`] : []),
  ]);
}

/** Goes out when somebody let the principal in again. */
export function restoredMessage(incident: Incident): Message {
  const { by, reason, removed, keysTurnedOn, drift, failed, stillDenied } = incident.restored!;
  const isWhole = incident.state === 'restored';
  return message(`${who(incident)} was restored${isWhole ? '' : ', but NOT wholly'}`, [
    ...facts(incident),
    '',
    `Restored by: ${by}`,
    `Because: ${reason}`,
    ...removed.map((what) => `Taken away: ${what}`),
    ...keysTurnedOn.map((key) => `Turned on: ${key}`),
    ...drift.map((change) => `Restored in spite of: ${change}`),
    ...failed.map((what) => `NOT undone: ${what}`),
    ...(isWhole ? [] : ['Once that is mended, restore it again: the rest is done.']),
    ...stillDenied.map(
      ({ what, letIn }) => `It made ${what}, which stays denied. If need be: ${letIn}`,
    ),
  ]);
}

/** A contained principal made something to live on in. */
export function madeMessage(incident: Incident, { what, contained, detail }: Child): Message {
  const head = `${who(incident)} is contained, and made ${what}`;
  const outcome = contained ? 'It is denied too' : 'It is NOT denied: stop it by hand';
  return message(head, [`${head}.`, `${outcome}: ${detail}`, '', ...facts(incident)]);
}

/** An incident as it stands, in the words of its latest message. */
export function tellIncident(incident: Incident): Message {
  const byState = {
    working: deniedMessage,
    waiting: attentionMessage,
    paged: attentionMessage,
    joined: deniedMessage,
    done: outcomeMessage,
    restored: restoredMessage,
    'partly-restored': restoredMessage,
  };
  return byState[incident.state](incident);
}

function message(head: string, lines: readonly string[]): Message {
  const ascii = `tocsin: ${head}`.replace(/[^\x20-\x7e]/g, '?');
  const subject = ascii.length > 100 ? `${ascii.slice(0, 97)}...` : ascii;
  return { subject, text: lines.join('\n') };
}

const who = ({ principal }: Incident) => `${principal.kind} ${principal.name}`;

function facts(incident: Incident): string[] {
  const { trigger, principal, decision, secrets, honeytoken, reads } = incident;
  const rows: [string, string | undefined][] = [
    ['Who', principal.arn],
    ['Session', principal.session?.arn],
    ['Key', trigger.accessKeyId],
    ['What', trigger.eventName ?? trigger.reason ?? 'a person asked for it'],
    [honeytoken ? 'Honeytoken' : 'Secret', secrets.join(', ') || undefined],
    ['Reads', reads === undefined ? undefined : `at least ${reads}`],
    ['From', trigger.sourceIp],
    ['With', trigger.userAgent],
    ['When', trigger.at],
    ['By', trigger.person],
    ['Decision', decision.because],
    ['Limits', principal.limit],
    ['Incident', incident.id],
  ];
  return rows
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${`${name}:`.padEnd(12)}${text}`);
}

function stepLines({ steps }: Incident): string[] {
  const lines = steps.map(
    ({ name, outcome, atMs, detail }) =>
      `${outcome === 'done' ? 'done  ' : 'FAILED'} ${`${Math.round(atMs)} ms`.padStart(9)}  ${name}: ${detail}`,
  );
  return ['What was done, in milliseconds from the start:', ...lines];
}

function verificationLines(incident: Incident): string[] {
  const {
    seconds,
    rounds,
    missing,
    reapplied,
    undoPowers,
    undoPowersUnknown,
    children,
    blindSpots,
  } = incident.verification!;
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${title}: ${items.join(', ')}`];
  return [
    `Verified for ${seconds} s, ${rounds} times.`,
    ...list('Missing at the end', missing),
    ...list('Was undone and set again', reapplied),
    ...list(`${holder(incident)} could have undone it by`, undoPowers),
    ...(undoPowersUnknown ? [`Whether it could undo it is not known: ${undoPowersUnknown}`] : []),
    ...children.map(
      (child) =>
        `${child.eventName} ${child.what}: ${child.contained ? 'contained' : 'NOT contained'}, ${child.detail}`,
    ),
    ...list('Could not be looked at', blindSpots),
  ];
}

/** One session is denied, and its role is not: the role's other sessions have its powers still. */
const holder = (incident: Incident) =>
  isOfOneSession(incident) ? 'It is one session; any other of its role' : 'It';

const isOfOneSession = ({ scope, principal }: Incident) =>
  scope === 'session' && principal.kind === 'role' && principal.session !== undefined;

function nextSteps(incident: Incident): string[] {
  const { principal, grade, secrets, verification } = incident;
  const open = verification?.children.filter(({ contained }) => !contained) ?? [];
  return [
    ...(principal.limit ? [principal.limit] : []),
    ...(grade === 'not contained' ? ['Stop it by hand now: see what failed or is missing.'] : []),
    ...open.map(({ what, detail }) => `${what}: ${detail}.`),
    ...(isOfOneSession(incident)
      ? ['Only this session is denied: see that nobody else can make one of the role.']
      : []),
    ...(secrets.length > 0 && !incident.honeytoken ? ['Rotate the secrets that were read.'] : []),
    'Find out how the credentials were lost, and what else was done with them.',
    `Then let it in again: tocsin restore ${principal.arn} --reason "..."`,
  ];
}
