import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { denialSteps } from './containmentSteps.ts';
import type { Incident } from './incident.ts';
import { joinedId } from './incidentId.ts';
import type { IncidentStore, Listed } from './incidentStore.ts';
import { take } from './step.ts';

interface Place {
  readonly config: Config;
  readonly store: IncidentStore;
  readonly world: World;
}

/**
 * Lets a further read be part of an incident of the same principal: without a second round of
 * messages, but with the denial on any further secret. Undefined where it is an incident of its
 * own. Without any earlier incident, which is the usual case, nothing is read.
 */
export async function join(
  incident: Incident,
  listed: readonly Listed[],
  place: Place,
): Promise<{ incident: Incident } | { ignored: string } | undefined> {
  const first = await earlierOf(incident, listed, place);
  if (first === undefined) return undefined;
  const same = first.id === incident.id;
  const isRetry = same && first.state === 'working' && first.owner === incident.owner;
  if (isRetry || isStale(first, incident, place.config)) return undefined;
  if (isRestored(first)) return same ? { ignored: `${first.id} is over.` } : undefined;
  const wantsMore = incident.state === 'working' && first.state !== 'working';
  if (wantsMore && first.state !== 'done') return undefined;
  const further = incident.secrets.filter((arn) => !first.secrets.includes(arn));
  if (same && further.length === 0) return { ignored: `Incident ${first.id} is known.` };
  return { incident: await joined({ ...incident, secrets: further }, first, place) };
}

async function earlierOf(
  { id, openedAt }: Incident,
  own: readonly Listed[],
  { config, store }: Place,
): Promise<Incident | undefined> {
  const sinceMs = Date.parse(openedAt) - config.cooldownMinutes * 60_000;
  const found = own.find((each) => each.id === id) ?? own.find((each) => each.changedMs >= sinceMs);
  return found && store.read(found.id);
}

const isRestored = ({ state }: Incident) => state === 'restored' || state === 'partly-restored';

/** Whoever worked on it has ended without a word. */
function isStale({ state, openedAt }: Incident, now: Incident, { verifySeconds }: Config): boolean {
  const ageMs = Date.parse(now.openedAt) - Date.parse(openedAt);
  return state === 'working' && ageMs > verifySeconds * 1000 + workMs;
}

/** As long as all but the verification may take. */
const workMs = 120_000;

async function joined(incident: Incident, first: Incident, { store, world }: Place) {
  const acts = incident.state === 'working';
  const denials = acts ? denialSteps(incident, world.clients) : [];
  const startedMs = Date.parse(incident.openedAt);
  const steps = await Promise.all(
    denials.map((step) => take(step.name, () => step.apply(), startedMs, world.time)),
  );
  const own: Incident = {
    ...incident,
    // One object for all reads of the same secrets: a thief who goes on fills nothing.
    id: joinedId(first.id, incident.secrets.toSorted().join(' ')),
    state: 'joined',
    joins: first.id,
    steps,
  };
  await store.count(own).catch(() => undefined);
  return own;
}
