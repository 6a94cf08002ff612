import type { Comparison, SigmaCorrelation, SigmaRule } from '../../rule.ts';
import type { CorrelationOptions, Fidelity, Note } from '../types.ts';

/** What PutMetricAlarm takes, by its names there. */
export interface Alarm {
  readonly statistic: 'Sum';
  readonly periodSeconds: number;
  readonly evaluationPeriods: 1;
  readonly comparisonOperator: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  readonly threshold: number;
  /** A filter that finds nothing gives no datapoint, which is no breach. */
  readonly treatMissingData: 'notBreaching';
}

interface CountedRule {
  readonly alarm: Alarm;
  /** The rule whose matches are counted; undefined if there is no such rule. */
  readonly counted: SigmaRule | undefined;
  readonly fidelity: Fidelity;
  readonly notes: readonly Note[];
}

const MINUTE_MS = 60_000;
/** The longest period of an alarm (API reference, PutMetricAlarm). */
const PERIOD_MAX_SECONDS = 86_400;

/**
 * An alarm over a sum looks at one period after the other, while a correlation looks back from each
 * record. So as many records in as long a time may be cut in two by a boundary and not be seen:
 * narrower. Half as many in one period are a sign of all cases, and of some more: wider.
 */
export function alarmOf(correlation: SigmaCorrelation, options: CorrelationOptions): CountedRule {
  const notes: Note[] = [];
  const note = (part: string, why: string, effect: Note['effect']) =>
    notes.push({ part, line: correlation.origin.line, why, effect });
  const minutes = Math.ceil(correlation.timespanMs / MINUTE_MS);
  const wider = options.allowWider === true && correlation.groupBy.length > 0;
  const least = leastCount(correlation);
  const alarm: Alarm = {
    statistic: 'Sum',
    periodSeconds: minutes * 60,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: wider ? Math.ceil((least ?? 1) / 2) : (least ?? 1),
    treatMissingData: 'notBreaching',
  };
  if (correlation.type !== 'event_count') {
    note('type', `a metric filter counts records; it cannot do ${correlation.type}`, 'impossible');
  }
  if (least === undefined) {
    note('condition', 'an alarm on a count needs the least number that rings', 'impossible');
  }
  if (minutes * 60 > PERIOD_MAX_SECONDS) {
    note('timespan', 'a period of an alarm has at most a day', 'impossible');
  }
  if (correlation.groupBy.length > 0) {
    const why = `an alarm counts all records together, not by ${correlation.groupBy.join(', ')}`;
    note('group-by', why, wider ? 'wider' : 'impossible');
  }
  if (!wider && correlation.timespanMs % MINUTE_MS !== 0) {
    note('timespan', 'a period of an alarm is a multiple of a minute', 'impossible');
  }
  const counted = countedRule(correlation, options);
  if (counted === undefined) {
    note('rules', 'a metric filter counts one rule, which must be at hand', 'impossible');
  }
  const sliding = (least ?? 1) > 1;
  if (sliding) {
    const why = 'an alarm looks at one period after the other, a correlation back from each record';
    note('timespan', why, wider ? 'wider' : 'narrower');
  }
  const isImpossible = notes.some(({ effect }) => effect === 'impossible');
  const fidelity = isImpossible ? 'impossible' : wider ? 'wider' : sliding ? 'narrower' : 'exact';
  return { alarm, counted, fidelity, notes };
}

function countedRule(
  { rules: [reference, ...others] }: SigmaCorrelation,
  { rules = [] }: CorrelationOptions,
): SigmaRule | undefined {
  const found = rules.find(({ id, name }) => reference === id || reference === name);
  return found?.kind === 'rule' && others.length === 0 ? found : undefined;
}

/** The least count that meets the condition, if every greater one does too. */
function leastCount({ comparisons }: SigmaCorrelation): number | undefined {
  const bounds = comparisons.map(({ comparison, count }) => lowerBound(comparison, count));
  return bounds.every((bound) => bound !== undefined) ? Math.max(...bounds) : undefined;
}

function lowerBound(comparison: Comparison, count: number): number | undefined {
  return comparison === 'gte' ? count : comparison === 'gt' ? Math.floor(count) + 1 : undefined;
}
