import {
  compileMatcher,
  createCorrelator,
  type Dropped,
  type Firing,
  type SigmaCorrelation,
  SigmaError,
  type SigmaRule,
} from '@tocsin/engine/sigma';
import type { TrailRecord } from './extension.ts';
import { type CorrelationFacts, type Finding, findingOf, timeOf } from './finding.ts';
import { createBaseline } from './firstSeen.ts';
import { linearRegex } from './regex.ts';
import type { Detection } from './ruleFile.ts';
import { FileError } from './yamlFile.ts';

/**
 * All detections as one machine. It works in two steps, so that the first can be done by many
 * workers, in any order, and the second by one, in the order of time.
 */
export interface Detector {
  readonly rules: readonly SigmaRule[];
  /** The rules that a record matches, by their places in `rules`. Looks at this record alone. */
  match(record: TrailRecord): readonly number[];
  /** What rings once these records are known: counts, orders and baselines included. */
  ring(matched: readonly number[], record: TrailRecord): readonly Finding[];
  /** Both steps. */
  feed(record: TrailRecord): readonly Finding[];
  /** Records that correlations could not count, and what they had to forget. */
  readonly dropped: Readonly<Dropped>;
}

/** Compiles detections. Throws a `FileError` for correlations that refer to what is not there. */
export function createDetector(detections: readonly Detection[]): Detector {
  const rules = detections.flatMap(({ sigma }) => (sigma.kind === 'rule' ? [sigma] : []));
  const byRule = new Map(detections.map((detection) => [detection.sigma, detection]));
  const matcher = compileAll(rules);
  const placeOf = new Map(rules.map((rule, index) => [rule, index]));
  const correlator = correlatorOf(detections, rules);
  const baselines = new Map(
    detections.flatMap(({ sigma, source: { extension } }) =>
      extension.firstSeen ? [[sigma, createBaseline(extension.firstSeen)] as const] : [],
    ),
  );
  const match: Detector['match'] = (record) =>
    matcher.match(record).map((rule) => placeOf.get(rule)!);
  const ring: Detector['ring'] = (matched, record) => {
    if (matched.length === 0) return [];
    const timeMs = timeOf(record) ?? 0;
    const hit = matched.map((place) => rules[place]!);
    const found = hit
      .filter((rule) => !byRule.get(rule)!.isStep)
      .filter((rule) => baselines.get(rule)?.(record, timeMs) ?? true)
      .map((rule) => findingOf(byRule.get(rule)!, record));
    const fired = correlator
      .feed(hit, record, timeMs)
      .filter(({ correlation }) => !byRule.get(correlation)!.isStep)
      .map((firing) => findingOf(byRule.get(firing.correlation)!, record, factsOf(firing)));
    return [...found, ...fired];
  };
  return {
    rules,
    match,
    ring,
    feed: (record) => ring(match(record), record),
    dropped: correlator.dropped,
  };
}

function compileAll(rules: readonly SigmaRule[]) {
  try {
    return compileMatcher(rules, { regex: linearRegex });
  } catch (error) {
    throw placed(error);
  }
}

function correlatorOf(detections: readonly Detection[], rules: readonly SigmaRule[]) {
  const correlations = detections.flatMap(({ sigma }): SigmaCorrelation[] =>
    sigma.kind === 'correlation' ? [sigma] : [],
  );
  const evidence = (record: object) => String((record as TrailRecord).eventID ?? '');
  try {
    return createCorrelator(correlations, rules, { evidence });
  } catch (error) {
    throw placed(error);
  }
}

const placed = (error: unknown): unknown =>
  error instanceof SigmaError ? new FileError(error.file, error.line, error.reason) : error;

const factsOf = ({ count, group, evidence }: Firing<string>): CorrelationFacts => ({
  count,
  group,
  eventIDs: evidence,
});
