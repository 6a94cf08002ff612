import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { denialSteps, furtherSteps, targetOf } from './containmentSteps.ts';
import { type Decision, decide, ignoredBecause } from './gate.ts';
import { type Gathered, gather } from './gather.ts';
import { grade } from './grade.ts';
import type { Incident, Verification } from './incident.ts';
import { incidentId } from './incidentId.ts';
import { type IncidentStore, incidentStore } from './incidentStore.ts';
import { join } from './joinIncident.ts';
import { attentionMessage, deniedMessage, outcomeMessage } from './messages.ts';
import type { Principal } from './principal.ts';
import { storeSnapshot, takeSnapshot } from './snapshot.ts';
import { type StepResult, take } from './step.ts';
import { tell } from './tell.ts';
import type { Trigger } from './trigger.ts';
import { couldUndo } from './undoPower.ts';
import { type Round, verify } from './verify.ts';

export interface Request {
  readonly principal: Principal;
  readonly trigger: Trigger;
  /** Who works on it: the same for a try and its repetition, another for anybody else. */
  readonly owner: string;
  /** A person goes on with an incident that waits. */
  readonly incident?: string | undefined;
  readonly onStep?: ((step: StepResult) => void) | undefined;
  readonly onRound?: ((round: Round) => void) | undefined;
}

export type Response = { readonly incident: Incident } | { readonly ignored: string };

/**
 * Answers the touch of a secret. The reads that the decision needs go out at once, then both
 * denials at once; all the rest comes after. Doing it twice does no harm: every step sets what it
 * sets, so that two who are at the same incident do not hinder each other.
 */
export async function respond(given: Request, config: Config, world: World): Promise<Response> {
  const store = incidentStore(world.clients.s3, config.evidenceBucket);
  const request = await withIncident(given, store);
  const { principal, trigger } = request;
  const ignored = trigger.by === 'read' ? ignoredBecause(principal, config) : undefined;
  if (ignored !== undefined) return { ignored };
  const startedMs = world.time.now();
  const gathered = await gather(principal, trigger, config, world);
  const isWatched = gathered.secrets.some(({ watched }) => watched);
  if (trigger.by === 'read' && !isWatched) return { ignored: 'The secret is not watched.' };
  const decision = decide(gathered.facts, config);
  const incident = openIncident(request, gathered, decision, config, startedMs);
  if (trigger.by === 'read') {
    const joined = await join(incident, gathered.listed, { config, store, world });
    if (joined) return joined;
  }
  const work: Work = { incident, gathered, request, config, world, store, startedMs };
  if (decision.verdict === 'contain' || decision.verdict === 'secret') return contain(work);
  return attend(work);
}

/** A person's word on an incident that waits: what it knows of the read is kept. */
async function withIncident(request: Request, store: IncidentStore): Promise<Request> {
  if (request.incident === undefined) return request;
  const waiting = await store.read(request.incident);
  if (waiting === undefined) throw new Error(`There is no incident ${request.incident}.`);
  if (waiting.principal.arn !== request.principal.arn) {
    throw new Error(`Incident ${waiting.id} is about ${waiting.principal.arn}.`);
  }
  const { by, person, reason } = request.trigger;
  const trigger = { ...waiting.trigger, by, person, reason, secrets: waiting.secrets };
  return { ...request, principal: waiting.principal, trigger };
}

interface Work {
  readonly incident: Incident;
  readonly gathered: Gathered;
  readonly request: Request;
  readonly config: Config;
  readonly world: World;
  readonly store: IncidentStore;
  readonly startedMs: number;
}

function openIncident(
  { trigger, owner, incident }: Request,
  { principal, secrets, facts }: Gathered,
  decision: Decision,
  config: Config,
  startedMs: number,
): Incident {
  const state = { contain: 'working', secret: 'working', ask: 'waiting' } as const;
  return {
    id: incident ?? incidentId(principal.arn, trigger.requestId),
    state: state[decision.verdict as keyof typeof state] ?? 'paged',
    owner,
    openedAt: new Date(startedMs).toISOString(),
    trigger,
    principal,
    secrets: secrets.map(({ arn }) => arn),
    honeytoken: facts.touchesHoneytoken,
    decision,
    scope: principal.session?.userId ? config.scope : 'principal',
    steps: [],
  };
}

/** Nothing may be done, or not without a person: somebody is told, once. */
async function attend(work: Work): Promise<Response> {
  const { incident, config, world, store } = work;
  const first = await store.open(incident).catch(() => true);
  if (!first) return { ignored: `Incident ${incident.id} is known.` };
  await tell(incident, attentionMessage(incident), config, world);
  return { incident };
}

async function contain(work: Work): Promise<Response> {
  const { gathered, config, world, store, startedMs, request } = work;
  const taken = (name: string, run: () => Promise<string>) =>
    take(name, run, startedMs, world.time).then((result) => {
      request.onStep?.(result);
      return result;
    });
  const denials = denialSteps(work.incident, world.clients);
  const opening = open(work);
  const results = await Promise.all([
    ...denials.map((step) => taken(step.name, () => step.apply())),
    taken('open the incident', async () => (await opening).id),
  ]);
  const { joined } = await opening.catch(() => ({ joined: undefined }));
  if (joined) return joined;
  let incident: Incident = { ...work.incident, steps: results };
  const further = furtherSteps(incident, config, world.clients, startedMs);
  const [, snapshot, ...rest] = await Promise.all([
    tell(incident, deniedMessage(incident), config, world),
    snapshotThen(work, taken, further.afterSnapshot),
    ...further.atOnce.map((step) => taken(step.name, () => step.apply())),
  ]);
  incident = {
    ...incident,
    steps: [...results, ...snapshot.results, ...rest],
    snapshot: snapshot.place,
  };
  await store.save(incident).catch(() => undefined);
  const steps = [...denials, ...further.atOnce, ...further.afterSnapshot];
  const ownRole = gathered.facts.ownArn?.split('/')[1];
  const { principal, trigger } = incident;
  const sinceMs = Math.min(Date.parse(trigger.at) || startedMs, startedMs);
  const target = targetOf(incident);
  const wholly = target !== undefined && !target.sessionUserId;
  const { onRound } = request;
  const watch = { principal, wholly, steps, incident: incident.id, sinceMs, ownRole, onRound };
  const [seen, { actions, unknown }] = await Promise.all([
    verify(watch, config, world),
    couldUndo(world.clients.iam, principal),
  ]);
  return finish(work, incident, { ...seen, undoPowers: actions, undoPowersUnknown: unknown });
}

async function finish(
  work: Work,
  incident: Incident,
  verification: Verification,
): Promise<Response> {
  const wholePrincipal = incident.decision.verdict === 'contain';
  const graded: Incident = {
    ...incident,
    state: 'done',
    verification,
    grade: grade({ ...verification, wholePrincipal }),
  };
  const result = await take(
    'write the report',
    async () => {
      await work.store.save(graded);
      return `incidents/${graded.id}.json`;
    },
    work.startedMs,
    work.world.time,
  );
  const done = { ...graded, steps: [...graded.steps, result] };
  await tell(done, outcomeMessage(done), work.config, work.world);
  return { incident: done };
}

/**
 * Where another was first, at the very same time, the incident is his. A try that was cut short is
 * gone on with, and a person goes on with what waits.
 */
async function open({ incident, request, config, store, world }: Work) {
  const { id } = incident;
  if (await store.open(incident)) return { id };
  const listed = [{ id, changedMs: world.time.now() }];
  const byPerson = request.trigger.by === 'person';
  const joined = byPerson ? undefined : await join(incident, listed, { config, store, world });
  if (!joined) await store.save(incident);
  return { id, joined };
}

type Taken = (name: string, run: () => Promise<string>) => Promise<StepResult>;

/** The snapshot comes before the steps that change what it shows. Without one they go on too. */
async function snapshotThen(
  { incident, config, world }: Work,
  taken: Taken,
  steps: readonly { name: string; apply(): Promise<string> }[],
) {
  let place: Incident['snapshot'];
  const taking = await taken('take a snapshot', async () => {
    const snapshot = await takeSnapshot(incident.principal, incident.secrets, world);
    place = await storeSnapshot(
      snapshot,
      { bucket: config.evidenceBucket, id: incident.id },
      world,
    );
    const unread = Object.keys(snapshot.unread);
    return `${place.key}${unread.length > 0 ? `, without: ${unread.join(', ')}` : ''}`;
  });
  const rest = await Promise.all(steps.map((step) => taken(step.name, () => step.apply())));
  return { place, results: [taking, ...rest] };
}

/** What would be done, without doing any of it. */
export async function plan(request: Request, config: Config, world: World) {
  const startedMs = world.time.now();
  const gathered = await gather(request.principal, request.trigger, config, world);
  const decision = decide(gathered.facts, config);
  const incident = openIncident(request, gathered, decision, config, startedMs);
  const acts = decision.verdict === 'contain' || decision.verdict === 'secret';
  const further = furtherSteps(incident, config, world.clients, startedMs);
  const steps = acts
    ? [
        ...denialSteps(incident, world.clients),
        ...further.atOnce,
        { name: 'take a snapshot' },
        ...further.afterSnapshot,
      ].map(({ name }) => name)
    : [];
  const undo = await couldUndo(world.clients.iam, gathered.principal);
  return { principal: incident.principal, target: targetOf(incident), decision, steps, undo };
}
