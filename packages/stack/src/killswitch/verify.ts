import { type Child, type Found, findChildren } from './children.ts';
import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { containChild } from './containChild.ts';
import type { Verification } from './incident.ts';
import type { Principal } from './principal.ts';
import { errorText, ifThere, type Step } from './step.ts';

export interface Watch {
  readonly principal: Principal;
  /** Whether all of the principal is denied, not only one session. */
  readonly wholly: boolean;
  readonly steps: readonly Step[];
  /** From when on the principal's doings count. */
  readonly sinceMs: number;
  readonly ownRole: string | undefined;
  readonly onRound?: ((round: Round) => void) | undefined;
}

/** What one look showed, for whoever watches. */
export interface Round {
  readonly number: number;
  readonly leftMs: number;
  readonly reapplied: readonly string[];
  readonly children: number;
}

type Seen = Omit<Verification, 'undoPowers' | 'undoPowersUnknown'>;

/**
 * Looks again and again, for as long as IAM may take to make up its mind, whether all is as it was
 * set. What is gone is set again, and what the principal made meanwhile is contained as well.
 */
export async function verify(watch: Watch, config: Config, world: World): Promise<Seen> {
  const { now, sleep } = world.time;
  const endMs = now() + config.verifySeconds * 1000;
  const reapplied = new Set<string>();
  const blindSpots = new Set<string>();
  const children = new Map<string, Child>();
  const parents = [watch.principal];
  const look = async () => {
    const missing = await Promise.all(watch.steps.map((step) => hold(step, reapplied)));
    const found = await lookForChildren(parents, watch, world, blindSpots);
    for (const each of found) {
      const key = `${each.child.eventName} ${each.child.what}`;
      const known = children.get(key);
      if (known?.contained || children.size >= childrenMax) continue;
      const child = await containChild(each, { config, ownRole: watch.ownRole }, world);
      children.set(key, child);
      if (child.contained && each.principal && child.kind !== 'key') parents.push(each.principal);
    }
    return missing.filter((name) => name !== undefined);
  };
  let rounds = 0;
  for (;;) {
    const missing = await look();
    rounds += 1;
    const leftMs = Math.max(0, endMs - now());
    const reappliedNow = [...reapplied];
    watch.onRound?.({ number: rounds, leftMs, reapplied: reappliedNow, children: children.size });
    if (leftMs === 0 || rounds >= roundsMax) {
      const seen = uncovered([...children.values()], watch);
      const { verifySeconds: seconds } = config;
      return {
        seconds,
        rounds,
        missing,
        reapplied: reappliedNow,
        children: seen,
        blindSpots: [...blindSpots],
      };
    }
    await sleep(Math.min(leftMs, config.verifyEverySeconds * 1000));
  }
}

const roundsMax = 1000;
const childrenMax = 20;

/** Sets a step again if it is gone. Gives its name where it could not be brought back. */
async function hold(step: Step, reapplied: Set<string>): Promise<string | undefined> {
  try {
    if (await isSet(step)) return undefined;
    reapplied.add(step.name);
    await step.apply();
    return (await step.readBack()) ? undefined : step.name;
  } catch {
    return step.name;
  }
}

/** A policy that is gone is an error of IAM's. Any other error tells nothing of it. */
async function isSet(step: Step): Promise<boolean> {
  return (await ifThere(step.readBack())) ?? false;
}

async function lookForChildren(
  parents: readonly Principal[],
  { sinceMs }: Watch,
  world: World,
  blindSpots: Set<string>,
): Promise<Found[]> {
  try {
    return await findChildren(parents, sinceMs, world);
  } catch (error) {
    blindSpots.add(`event history: ${errorText(error)}`);
    return [];
  }
}

/** Changes to whoever is denied himself are held by that denial. */
function uncovered(children: readonly Child[], { principal, wholly }: Watch): Child[] {
  const held = new Set(children.filter(({ contained }) => contained).map(({ what }) => what));
  if (wholly) held.add(principal.arn);
  return children.filter(({ kind, what }) => kind !== 'change' || !held.has(what));
}
