import type { Level } from '@tocsin/engine/sigma';
import type { Configuration } from './configuration.ts';
import type { Detection } from './ruleFile.ts';

export const packs = ['essential', 'secrets', 'cis', 'tamper', 'all'] as const;

export const levels: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical'];

export interface Selection {
  /** Detections of any of these packs, and those that belong to none because others wrote them. */
  readonly packs: readonly string[];
  readonly minLevel?: Level;
}

/**
 * The detections that run, with the steps of the correlations among them. Throws an `Error` that
 * names the packs for one that there is not.
 */
export function select(
  detections: readonly Detection[],
  selection: Selection,
  { disable }: Pick<Configuration, 'disable'>,
): Detection[] {
  const stranger = selection.packs.find((pack) => !(packs as readonly string[]).includes(pack));
  if (stranger !== undefined) {
    throw new Error(`There is no pack ${stranger}; there are: ${packs.join(', ')}.`);
  }
  const from = levels.indexOf(selection.minLevel ?? 'informational');
  const isOn = ({ source, sigma, missing }: Detection) =>
    missing.length === 0 &&
    !disable.includes(source.name) &&
    levels.indexOf(sigma.level ?? 'medium') >= from &&
    (source.isForeign || isInPack(source.extension.packs, selection.packs));
  const ringing = new Set(detections.filter((each) => !each.isStep && isOn(each)));
  const steps = stepsOf([...ringing], detections);
  return detections.flatMap((each) => {
    if (ringing.has(each)) return [each];
    return steps.has(each) ? [{ ...each, isStep: true }] : [];
  });
}

/** What correlations count, and what those count: they work whether it rings by itself or not. */
function stepsOf(from: readonly Detection[], all: readonly Detection[]): ReadonlySet<Detection> {
  const steps = new Set<Detection>();
  for (let next = from; next.length > 0; ) {
    const asked = next.flatMap(({ sigma }) => (sigma.kind === 'correlation' ? sigma.rules : []));
    next = all.filter(
      ({ sigma }) => asked.includes(sigma.id ?? '') || asked.includes(sigma.name ?? ''),
    );
    next = next.filter((each) => !steps.has(each));
    for (const each of next) steps.add(each);
  }
  return steps;
}

const isInPack = (of: readonly string[], wanted: readonly string[]): boolean =>
  wanted.includes('all') || of.some((pack) => wanted.includes(pack));
