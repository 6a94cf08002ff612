import assert from 'node:assert/strict';
import test from 'node:test';
import { defaults, type Grade, type Incident, restore } from '@tocsin/stack/killswitch';
import type { Clients } from '@tocsin/testkit';
import { type Attacker, type AttackerKind, credentialsOf, enter, type Issued } from './attacker.ts';
import {
  catchUp,
  type Flow,
  flows,
  honeytoken,
  mailbox,
  startWatchedAccount,
  type WatchedAccount,
} from './watchedAccount.ts';

/** An attack on a watched account, and what has to come of it. Times are the account's own. */
export interface Attack {
  /** What the attacker does, as a sentence. */
  readonly title: string;
  /** A user with its key, if not said otherwise. */
  readonly as?: AttackerKind;
  /** IAM actions that its policy allows on everything. */
  readonly may: readonly string[];
  /** What the account's owner had done before. */
  readonly before?: (scene: Scene) => Promise<unknown>;
  /** What the attacker calls, one after the other. What has to be refused is its own to check. */
  readonly calls: readonly ((attacker: Clients, scene: Scene) => Promise<unknown>)[];
  /** Mails, each with the seconds it may take from the first call on. No other flow may ring. */
  readonly rings: Partial<Record<Flow, number>>;
  /** Detections that ring for this attacker, all of them, in the box's own findings. */
  readonly finds: readonly string[];
  /** Missing where nobody is contained. */
  readonly contains?: Containment;
  /** What else has to hold when all that is to be contained is. */
  readonly afterwards?: (scene: Scene) => Promise<unknown>;
  /** Why it ends as it does, where that is not what one would wish. */
  readonly because?: string;
}

export interface Scene extends WatchedAccount {
  /** The attacker's clients in another Region. */
  attackerIn(region: string): Clients;
  /** The owner turns the attacker's access keys off. */
  turnKeysOff(): Promise<void>;
  /** Clients with credentials that STS gave out; `kept` gives the first of them again. */
  keep(answer: { readonly Credentials?: Issued | undefined }): Clients;
  kept(): Clients;
}

export interface Containment {
  /** After so many seconds the secret's own policy denies. */
  readonly secretAfter: number;
  /** After so many seconds nothing is allowed any more. */
  readonly allAfter: number;
  readonly grade: Grade;
}

/** What every read of the honeytoken leads to while the watch is whole. */
export const everythingRings = { details: 7, outcome: 7, alarm: 300 } as const;
/** EventBridge takes six seconds, and IAM up to four more. */
export const contained = { secretAfter: 7, allAfter: 11, grade: 'contained' } as const;

/** Makes a test of an attack. */
export function mount(id: string, attack: Attack) {
  test(`${id}: ${attack.title}`, async (t) => {
    if (attack.because) t.diagnostic(attack.because);
    const account = await startWatchedAccount();
    await using cloud = account.cloud;
    const attacker = await enter(account, attack.as ?? 'user', attack.may);
    const scene = sceneOf(account, attacker);
    await attack.before?.(scene);
    await catchUp(account);
    const before = await attacker.state();
    const startMs = cloud.parts.clock.now();
    for (const call of attack.calls) await call(attacker.clients, scene);
    await cloud.settled();
    await checkFindings(attack, attacker, account);
    if (attack.contains) await checkContainment(attacker, attack.contains, account, startMs);
    await attack.afterwards?.(scene);
    await cloud.advance(`${endSeconds - (cloud.parts.clock.now() - startMs) / 1000}s`);
    checkMails(attack, account, startMs);
    const incidents = await account.incidents();
    if (attack.contains) await checkRestore(attacker, before, incidents, account);
    else assert.deepEqual(await doneIncidents(account), [], 'nobody is contained');
  });
}

function sceneOf(account: WatchedAccount, { attackerIn, turnKeysOff }: Attacker): Scene {
  const sessions: Clients[] = [];
  return {
    ...account,
    attackerIn,
    turnKeysOff,
    keep({ Credentials }) {
      const clients = account.cloud.as({ credentials: credentialsOf(Credentials) });
      sessions.push(clients);
      return clients;
    },
    kept: () => sessions[0]!,
  };
}

/** By then every alarm had the time to ring. */
const endSeconds = 330;

async function checkContainment(
  attacker: Attacker,
  { secretAfter, allAfter, grade }: Containment,
  account: WatchedAccount,
  startMs: number,
) {
  const { cloud } = account;
  const until = (seconds: number) =>
    cloud.advance(`${seconds - (cloud.parts.clock.now() - startMs) / 1000}s`);
  await until(secretAfter);
  await assert.rejects(attacker.read(honeytoken), {
    name: 'AccessDeniedException',
    message: `User: ${attacker.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${account.secretArn} with an explicit deny in a resource-based policy`,
  });
  await until(allAfter);
  await assert.rejects(attacker.clients.secretsmanager.listSecrets({}), attacker.shutOut);
  const [incident, ...others] = await doneIncidents(account);
  assert.deepEqual(others, [], 'one attack is one incident');
  assert.equal(incident!.grade, grade, JSON.stringify(incident, null, 1));
  assert.equal(incident!.principal.arn, attacker.principalArn);
  assert.deepEqual(incident!.secrets, [account.secretArn]);
  const failed = incident!.steps.filter(({ outcome }) => outcome === 'failed');
  assert.deepEqual(failed, [], 'steps that failed');
  assert.deepEqual(await attacker.activeKeys(), [], 'active keys');
}

const doneIncidents = async (account: WatchedAccount) =>
  (await account.incidents()).filter(({ state }) => state === 'done');

function checkMails({ rings }: Attack, { cloud }: WatchedAccount, startMs: number) {
  const came = cloud.mails().filter(({ timeMs }) => timeMs >= startMs);
  const told = came.map(({ to, subject, timeMs }) => `${to} ${timeMs - startMs} ms: ${subject}`);
  for (const flow of Object.keys(flows) as Flow[]) {
    const first = came.find(({ to }) => to === mailbox(flow));
    const limit = rings[flow];
    const seconds = first && (first.timeMs - startMs) / 1000;
    const isAsDeclared = limit === undefined ? !first : seconds !== undefined && seconds <= limit;
    const what = limit === undefined ? 'no mail' : `a mail within ${limit} s`;
    assert.ok(isAsDeclared, `${flow}: ${what}. What came:\n${told.join('\n')}`);
    if (first && flow !== 'alarm') assert.match(first.text, /mallory/, 'it says who');
  }
}

async function checkFindings({ finds }: Attack, attacker: Attacker, account: WatchedAccount) {
  const own = (await account.findings()).filter(({ principal }) => principal === attacker.arn);
  const found = new Set(own.map(({ detection }) => detection));
  assert.deepEqual([...found].sort(), [...finds].sort());
}

/**
 * Lets the principal in again: then all must be as it was. Keys work again, as asked for; sessions
 * that were stolen stay revoked, since nobody asks for them.
 */
async function checkRestore(
  attacker: Attacker,
  before: unknown,
  incidents: readonly Incident[],
  { cloud, world, evidenceBucket }: WatchedAccount,
) {
  assert.notDeepEqual(await attacker.state(), before, 'what containment changed');
  const config = { ...defaults, evidenceBucket };
  const reason = 'The attack is over.';
  const { principalArn, hasKey: reactivateKeys } = attacker;
  const { restored } = await restore({ principalArn, reason, reactivateKeys }, config, world);
  assert.deepEqual(restored.drift, []);
  assert.equal(restored.reason, reason);
  assert.ok(incidents.some(({ principal }) => principal.arn === principalArn));
  await cloud.advance('15s');
  assert.deepEqual(await attacker.state(), before, 'restored to what was');
  const call = attacker.clients.secretsmanager.listSecrets({});
  if (attacker.hasKey) await call;
  else await assert.rejects(call, attacker.shutOut, 'the stolen session stays shut out');
}
