import { createDetector, type Detection, type Finding, type TrailRecord } from '@tocsin/detect';
import type { SigmaCorrelation, SigmaRule } from '@tocsin/engine/sigma';
import type { HuntedRule, HuntPlan } from '@tocsin/engine/sigma/targets';
import type { MatchedRecord } from './rowsInOrder.ts';

/** A detection that Athena finds less of than there is, or nothing; and why. */
export interface LeftOut {
  readonly detection: string;
  readonly effect: 'finds less' | 'finds nothing';
  readonly reasons: readonly string[];
}

/** What to ask Athena for, so that a detector rings as if it had seen all records. */
export function huntedRules(detections: readonly Detection[]): {
  readonly rules: readonly HuntedRule[];
  readonly correlations: readonly SigmaCorrelation[];
} {
  const rules = detections.flatMap(({ sigma, isStep, source }): HuntedRule[] => {
    if (sigma.kind !== 'rule') return [];
    const { firstSeen } = source.extension;
    if (isStep) return [{ rule: sigma, wants: 'none' }];
    if (firstSeen === undefined) return [{ rule: sigma, wants: 'all' }];
    const firstOf = [...firstSeen.within, firstSeen.field].map((name) => name.split('.'));
    return [{ rule: sigma, wants: { firstOf } }];
  });
  const correlations = detections.flatMap(({ sigma }) =>
    sigma.kind === 'correlation' ? [sigma] : [],
  );
  return { rules, correlations };
}

/** What is said in a wider form is decided here, so that it is left out of nothing. */
export function leftOut(
  { inexact }: HuntPlan,
  detections: readonly Detection[],
): readonly LeftOut[] {
  return inexact.flatMap(({ sigma, fidelity, notes }): LeftOut[] => {
    const detection = detections.find((each) => each.sigma === sigma)?.name ?? sigma.title;
    if (fidelity === 'wider') return [];
    const effect = fidelity === 'narrower' ? 'finds less' : 'finds nothing';
    return [{ detection, effect, reasons: notes.map(({ part, why }) => `${part}: ${why}`) }];
  });
}

export interface Ringer {
  take(record: MatchedRecord): void;
  told(): { readonly records: number; readonly findings: Readonly<Record<string, number>> };
}

/** Feeds what Athena matched to a detector. */
export function createRinger(
  detections: readonly Detection[],
  { inexact }: HuntPlan,
  found: (finding: Finding) => void,
): Ringer {
  const of = (wanted: string) =>
    new Set<SigmaRule | SigmaCorrelation>(
      inexact.flatMap(({ sigma, fidelity }) => (fidelity === wanted ? [sigma] : [])),
    );
  const unable = of('impossible');
  const wider = of('wider');
  const detector = createDetector(detections.filter(({ sigma }) => !unable.has(sigma)));
  const places = new Map(detector.rules.map((rule, place) => [rule, place]));
  const counts: Record<string, number> = {};
  let records = 0;
  return {
    take({ record, matched }) {
      records += 1;
      for (const finding of detector.ring(certain(matched, record), record)) {
        counts[finding.detection] = (counts[finding.detection] ?? 0) + 1;
        found(finding);
      }
    },
    told: () => ({ records, findings: counts }),
  };

  function certain(matched: readonly SigmaRule[], record: TrailRecord): readonly number[] {
    const all = matched.map((rule) => places.get(rule)!);
    if (!matched.some((rule) => wider.has(rule))) return all.toSorted((a, b) => a - b);
    const here = new Set(detector.match(record));
    return all
      .filter((place) => !wider.has(detector.rules[place]!) || here.has(place))
      .toSorted((a, b) => a - b);
  }
}
