import { childOf } from './children.ts';
import type { World } from './clients.ts';
import type { Config } from './config.ts';
import type { Response } from './contain.ts';
import { containChild } from './containChild.ts';
import type { Incident } from './incident.ts';
import { incidentId, joinedId } from './incidentId.ts';
import { incidentStore } from './incidentStore.ts';
import { madeMessage } from './messages.ts';
import { ownArn } from './ownArn.ts';
import { type Principal, principalOf } from './principal.ts';
import { take } from './step.ts';
import { markOf } from './steps/tagPrincipal.ts';
import { tell } from './tell.ts';
import { type CloudTrailEvent, triggerOf } from './trigger.ts';

/**
 * Contains a user, a role or a key that a contained principal made: seconds after, while the event
 * history tells of it minutes later. Whoever was made by what was made is marked as well.
 */
export async function containMade(
  event: CloudTrailEvent,
  owner: string,
  config: Config,
  world: World,
): Promise<Response> {
  const { detail } = event;
  const found = detail.errorCode === undefined ? childOf(detail) : undefined;
  if (found === undefined) return { ignored: `${detail.eventName} made nobody.` };
  const maker = principalOf(detail.userIdentity ?? {}, event.account);
  if (maker.reach !== 'full') return { ignored: 'Its maker is out of reach.' };
  const store = incidentStore(world.clients.s3, config.evidenceBucket);
  const id = (await markOf(world.clients.iam, maker)) ?? (await openIncident(maker, store, world));
  if (id === undefined) return { ignored: 'Its maker is not contained.' };
  const startedMs = world.time.now();
  const ownRole = (await ownArn(world.clients.sts))?.split('/')[1];
  const surroundings = { config, ownRole, incident: id };
  const made = await containChild(found, surroundings, world);
  const { child } = made;
  const step = await take(
    `contain ${child.what}`,
    async () => {
      if (child.contained) return child.detail;
      throw new Error(child.detail);
    },
    startedMs,
    world.time,
  );
  const trigger = { ...triggerOf(event), by: 'making', secrets: [] } as const;
  const incident: Incident = {
    id: joinedId(incidentId(maker.arn, trigger.requestId), child.what),
    state: 'joined',
    joins: id,
    owner,
    openedAt: new Date(startedMs).toISOString(),
    trigger,
    principal: maker,
    secrets: [],
    honeytoken: false,
    decision: { verdict: 'contain', because: 'Its maker is contained.' },
    scope: 'principal',
    steps: [step],
    made: child,
  };
  if (!(await store.open(incident))) return { ignored: `Incident ${incident.id} is known.` };
  await tell(incident, madeMessage(incident, child), config, world);
  return { incident };
}

/** What is being contained right now may not be marked yet. */
async function openIncident(
  { arn }: Principal,
  store: ReturnType<typeof incidentStore>,
  { time }: World,
): Promise<string | undefined> {
  const [latest] = await store.list(arn);
  if (latest === undefined || latest.changedMs < time.now() - justNowMs) return undefined;
  const incident = await store.read(latest.id);
  return incident?.state === 'working' ? incident.id : undefined;
}

const justNowMs = 300_000;
