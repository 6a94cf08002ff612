import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { denialSteps, furtherSteps, targetOf } from './containmentSteps.ts';
import { driftOf } from './drift.ts';
import type { Incident, Restored, SnapshotPlace } from './incident.ts';
import { incidentId } from './incidentId.ts';
import { type IncidentStore, incidentStore } from './incidentStore.ts';
import { restoredMessage } from './messages.ts';
import { principalOfArn } from './principal.ts';
import { digest, type Snapshot, takeSnapshot } from './snapshot.ts';
import { errorText, ifThere } from './step.ts';
import { setKey } from './steps/disableKeys.ts';
import { allowOlderSessions } from './steps/revokeSessions.ts';
import { markOf } from './steps/tagPrincipal.ts';
import { tell } from './tell.ts';

export interface RestoreRequest {
  /** The ARN of the user or the role. */
  readonly principalArn: string;
  /** Why it may come in again: kept in the incident. */
  readonly reason: string;
  /**
   * Turns those keys on again that were on when the snapshot was taken, and lets sessions in that
   * were issued before: whoever stole them as well.
   */
  readonly reactivateKeys?: boolean | undefined;
  /** Restores although something changed since the snapshot. */
  readonly force?: boolean | undefined;
}

/** The restore was refused; nothing was changed. `drift` says what stands against it. */
export class RestoreRefused extends Error {
  readonly drift: readonly string[];

  constructor(message: string, drift: readonly string[] = []) {
    super(message);
    this.drift = drift;
  }
}

/**
 * Lets a principal in again: takes away what was added and nothing else, and writes down who let it
 * in and why. What cannot be undone is told in `failed`, keeps nothing else from being undone, and
 * leaves the incidents to be restored again. Throws a RestoreRefused where there is no containment,
 * where the snapshot is not the one that was taken, or where something changed since.
 */
export async function restore(request: RestoreRequest, config: Config, world: World) {
  const { principalArn, reason } = request;
  const store = incidentStore(world.clients.s3, config.evidenceBucket);
  const contained = await openIncidents(principalArn, store, world);
  if (contained.length === 0) {
    throw new RestoreRefused(`There is no containment of ${principalArn}.`);
  }
  const { snapshot, drift } = await comparison(contained, world);
  if (drift.length > 0 && !request.force) {
    throw new RestoreRefused('It is not as it was when the snapshot was taken.', drift);
  }
  const joined = await readAll(await store.listJoined(principalArn), store);
  const incidents = [...contained, ...joined.filter(isOpen)];
  const undoing = attempts();
  const removed = await undo(incidents, undoing, world);
  if (request.reactivateKeys) removed.push(...(await letSessionsIn(contained, undoing, world)));
  const keysTurnedOn = request.reactivateKeys
    ? await turnKeysOn(snapshot, contained, undoing, world)
    : [];
  const { Arn: by = '' } = await world.clients.sts.getCallerIdentity({});
  const at = new Date(world.time.now()).toISOString();
  const { failed } = undoing;
  const stillDenied = madeBy(incidents);
  const what = { removed, keysTurnedOn, drift, failed: [...failed], stillDenied };
  const restored: Restored = { at, by, reason, ...what };
  const state = failed.size === 0 ? 'restored' : 'partly-restored';
  const done = incidents.map((each): Incident => ({ ...each, state, restored }));
  await inTurns(done, (each) => store.save(each));
  await tell(done[0]!, restoredMessage(done[0]!), config, world);
  return { incidents: done, restored };
}

/** The oldest first: its snapshot shows the principal as it was before all of them. */
async function openIncidents(
  principalArn: string,
  store: IncidentStore,
  world: World,
): Promise<Incident[]> {
  const read = await readAll(await store.list(principalArn), store);
  const open = read.filter(isOpen).sort((one, other) => one.openedAt.localeCompare(other.openedAt));
  if (open.length > 0) return open;
  const marked = await ofMark(principalArn, world);
  return marked ? [marked] : [];
}

const isOpen = ({ state }: Incident) =>
  ['done', 'working', 'joined', 'partly-restored'].includes(state);

/** What a contained principal had made has no incident of its own; but it has the mark. */
async function ofMark(principalArn: string, { clients, time }: World) {
  const principal = principalOfArn(principalArn);
  if (principal?.reach !== 'full') return undefined;
  const mark = await markOf(clients.iam, principal);
  if (mark === undefined) return undefined;
  const at = new Date(time.now()).toISOString();
  const because = `It has the mark of the incident ${mark}.`;
  const incident: Incident = {
    id: incidentId(principalArn, mark),
    state: 'done',
    owner: mark,
    openedAt: at,
    trigger: { by: 'making', at, secrets: [], requestId: mark },
    principal,
    secrets: [],
    honeytoken: false,
    decision: { verdict: 'contain', because },
    scope: 'principal',
    steps: [],
  };
  return incident;
}

async function readAll(listed: readonly { id: string }[], store: IncidentStore) {
  const read = await inTurns(listed, ({ id }) => store.read(id));
  return read.filter((each) => each !== undefined);
}

async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  }
  return results;
}

const atOnce = 20;

/** Things that are tried each for itself. What is not there is no failure. */
function attempts() {
  const failed = new Set<string>();
  const attempt = async <Value>(name: string, work: () => Promise<Value>) => {
    try {
      return await ifThere(work());
    } catch (error) {
      failed.add(`${name}: ${errorText(error)}`);
      return undefined;
    }
  };
  return { failed, attempt };
}

type Attempts = ReturnType<typeof attempts>;

/** What is contained of it: a command each, for it may have been made for honest ends. */
function madeBy(incidents: readonly Incident[]): Restored['stillDenied'] {
  const made = incidents.flatMap((each) => [
    ...(each.verification?.children ?? []),
    ...(each.made ? [each.made] : []),
  ]);
  const commands = new Map(made.map(({ what, letIn }) => [what, letIn]));
  return [...commands].flatMap(([what, letIn]) => (letIn ? [{ what, letIn }] : []));
}

async function comparison(incidents: readonly Incident[], world: World) {
  const withSnapshot = incidents.find((each) => each.snapshot !== undefined);
  if (withSnapshot === undefined) {
    return { snapshot: undefined, drift: ['No snapshot was taken: nothing to compare with.'] };
  }
  const snapshot = await readSnapshot(withSnapshot.snapshot!, world);
  const now = await takeSnapshot(withSnapshot.principal, withSnapshot.secrets, world);
  return { snapshot, drift: driftOf(snapshot, now) };
}

async function readSnapshot(place: SnapshotPlace, { clients }: World): Promise<Snapshot> {
  const { bucket: Bucket, key: Key, sha256 } = place;
  const found = await ifThere(clients.s3.getObject({ Bucket, Key }));
  const text = await found?.Body?.transformToString();
  if (text === undefined) throw new RestoreRefused(`The snapshot s3://${Bucket}/${Key} is gone.`);
  if (digest(text) !== sha256) {
    throw new RestoreRefused(
      `The snapshot s3://${Bucket}/${Key} was altered: its SHA-256 differs.`,
    );
  }
  return JSON.parse(text) as Snapshot;
}

/** One after the other: two incidents may have set a statement in the same policy. */
async function undo(
  incidents: readonly Incident[],
  { attempt }: Attempts,
  { clients, time }: World,
): Promise<string[]> {
  const removed = new Set<string>();
  for (const incident of incidents) {
    const { atOnce, afterSnapshot } = furtherSteps(incident, noHardening, clients, time.now());
    for (const step of [...afterSnapshot, ...atOnce, ...denialSteps(incident, clients).reverse()]) {
      const what = step.undo && (await attempt(step.name, () => step.undo!()));
      if (what !== undefined) removed.add(what);
    }
  }
  return [...removed];
}

/** Credentials that were turned off stay off, so that there is nothing to undo. */
const noHardening = { harden: [] };

async function letSessionsIn(
  [incident]: readonly Incident[],
  { attempt }: Attempts,
  { clients }: World,
): Promise<string[]> {
  const target = targetOf(incident!);
  if (target === undefined) return [];
  const removed = await attempt('let older sessions in', () =>
    allowOlderSessions(clients.iam, target),
  );
  return removed === undefined ? [] : [removed];
}

async function turnKeysOn(
  snapshot: Snapshot | undefined,
  [incident]: readonly Incident[],
  { attempt }: Attempts,
  { clients }: World,
): Promise<string[]> {
  const keys = (snapshot?.parts['access keys'] ?? []) as { id: string; status: string }[];
  const active = keys.filter(({ status }) => status === 'Active').map(({ id }) => id);
  const { name } = incident!.principal;
  const turned = active.map((id) =>
    attempt(`turn the key ${id} on`, async () => {
      await setKey(clients.iam, name, id, 'Active');
      return id;
    }),
  );
  return (await Promise.all(turned)).filter((id) => id !== undefined);
}
