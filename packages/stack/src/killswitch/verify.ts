import { type Child, type Found, findChildren } from './children.ts';
import type { World } from './clients.ts';
import type { Config } from './config.ts';
import { type ContainedChild, containChild } from './containChild.ts';
import type { Verification } from './incident.ts';
import type { Principal } from './principal.ts';
import { errorText, ifThere, type Step } from './step.ts';

export interface Watch {
  readonly principal: Principal;
  /** Whether all of the principal is denied, not only one session. */
  readonly wholly: boolean;
  readonly steps: readonly Step[];
  /** What is made meanwhile is marked with it. */
  readonly incident: string;
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
  const children = new Map<string, ContainedChild>();
  const parents = [watch.principal];
  const look = async () => {
    const steps = [...watch.steps, ...[...children.values()].flatMap(({ steps }) => steps)];
    const missing = await Promise.all(steps.map((step) => hold(step, reapplied)));
    const found = await lookForChildren(parents, watch, world, blindSpots);
    for (const each of found) {
      const key = `${each.child.eventName} ${each.child.what}`;
      const known = children.get(key);
      if (known?.child.contained || children.size >= childrenMax) continue;
      const made = await containChild(each, { config, ...watch }, world);
      children.set(key, made);
      const { contained, kind } = made.child;
      if (contained && each.principal && kind !== 'key') parents.push(each.principal);
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
      const seen = uncovered([...children.values()].map(freed(missing)), watch);
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

/**
 * Sets a step again if it is gone, and gives its name then. What had to be set again at the last
 * look is missing: whoever undid it so often does it once more.
 */
async function hold(step: Step, reapplied: Set<string>): Promise<string | undefined> {
  try {
    if (await isSet(step)) return undefined;
    reapplied.add(step.name);
    await step.apply();
  } catch {
    // It is missing whatever IAM's reason; the next look tries again.
  }
  return step.name;
}

/** What was denied and is not at the end, is not contained. */
const freed =
  (missing: readonly string[]) =>
  ({ child, steps }: ContainedChild): Child => {
    const undone = steps.filter(({ name }) => missing.includes(name)).map(({ name }) => name);
    if (undone.length === 0) return child;
    return { ...child, contained: false, detail: `undone again: ${undone.join(', ')}` };
  };

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
