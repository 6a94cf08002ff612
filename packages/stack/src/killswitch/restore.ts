import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { denialSteps, furtherSteps, targetOf } from './containmentSteps.ts';
import { driftOf } from './drift.ts';
import type { Incident, Restored, SnapshotPlace } from './incident.ts';
import { type IncidentStore, incidentStore, ofPrincipal } from './incidentStore.ts';
import { restoredMessage } from './messages.ts';
import { digest, type Snapshot, takeSnapshot } from './snapshot.ts';
import { ifThere } from './step.ts';
import { setKey } from './steps/disableKeys.ts';
import { allowOlderSessions } from './steps/revokeSessions.ts';
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
 * in and why. Throws a RestoreRefused where there is no containment, where the snapshot is not the
 * one that was taken, or where something changed since.
 */
export async function restore(request: RestoreRequest, config: Config, world: World) {
  const store = incidentStore(world.clients.s3, config.evidenceBucket);
  const incidents = await openIncidents(request.principalArn, store);
  const contained = incidents.filter(({ joins }) => joins === undefined);
  if (contained.length === 0) {
    throw new RestoreRefused(`There is no containment of ${request.principalArn}.`);
  }
  const { snapshot, drift } = await comparison(contained, world);
  if (drift.length > 0 && !request.force) {
    throw new RestoreRefused('It is not as it was when the snapshot was taken.', drift);
  }
  const removed = await undo(incidents, world);
  if (request.reactivateKeys) removed.push(...(await letSessionsIn(contained, world)));
  const keysTurnedOn = request.reactivateKeys ? await turnKeysOn(snapshot, contained, world) : [];
  const { Arn: by = '' } = await world.clients.sts.getCallerIdentity({});
  const at = new Date(world.time.now()).toISOString();
  const restored: Restored = { at, by, reason: request.reason, removed, keysTurnedOn, drift };
  const done = incidents.map((each): Incident => ({ ...each, state: 'restored', restored }));
  await Promise.all(done.map((each) => store.save(each)));
  const [first] = done.filter(({ joins }) => joins === undefined);
  await tell(first!, restoredMessage(first!), config, world);
  return { incidents: done, restored };
}

/** The oldest first: its snapshot shows the principal as it was before all of them. */
async function openIncidents(principalArn: string, store: IncidentStore): Promise<Incident[]> {
  const listed = ofPrincipal(await store.list(), principalArn).slice(0, incidentsMax);
  const read = await Promise.all(listed.map(({ id }) => store.read(id)));
  return read
    .filter((each) => each !== undefined)
    .filter(({ state }) => state === 'done' || state === 'working' || state === 'joined')
    .sort((one, other) => one.openedAt.localeCompare(other.openedAt));
}

const incidentsMax = 200;

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
async function undo(incidents: readonly Incident[], { clients, time }: World): Promise<string[]> {
  const removed = new Set<string>();
  for (const incident of incidents) {
    const { atOnce, afterSnapshot } = furtherSteps(incident, noHardening, clients, time.now());
    for (const step of [...afterSnapshot, ...atOnce, ...denialSteps(incident, clients).reverse()]) {
      const what = step.undo && (await ifThere(step.undo()));
      if (what !== undefined) removed.add(what);
    }
  }
  return [...removed];
}

/** Credentials that were turned off stay off, so that there is nothing to undo. */
const noHardening = { harden: [] };

async function letSessionsIn([incident]: readonly Incident[], { clients }: World) {
  const target = targetOf(incident!);
  const removed = target && (await ifThere(allowOlderSessions(clients.iam, target)));
  return removed === undefined ? [] : [removed];
}

async function turnKeysOn(
  snapshot: Snapshot | undefined,
  [incident]: readonly Incident[],
  { clients }: World,
): Promise<string[]> {
  const keys = (snapshot?.parts['access keys'] ?? []) as { id: string; status: string }[];
  const active = keys.filter(({ status }) => status === 'Active').map(({ id }) => id);
  await Promise.all(
    active.map((id) => setKey(clients.iam, incident!.principal.name, id, 'Active')),
  );
  return active;
}
