import { datapointsToAlarm, missingDataOf, type RealBin, type Verdict } from './decision.ts';
import { counted, javaDouble, reasonTimestamp } from './format.ts';
import type { AlarmConfig, ComparisonOperator } from './types.ts';

/** The reason of an alarm that was never evaluated. */
export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

/**
 * Up to this many points stand inside the sentence; more follow it as "the most recent". Three and
 * five have been seen; that four follow is inferred.
 */
const MAX_INLINE_POINTS = 3;
const MAX_LISTED_POINTS = 5;

/**
 * The StateReason of a new state, in CloudWatch's words. `supporting` are the real points that
 * speak for the state, newest first: all of them are counted, also when fewer were needed.
 *
 * Says "out of the last N" and names the needed minimum only where DatapointsToAlarm was set, and
 * says "OK -> ALARM" and "ALARM -> OK" also when the alarm comes from INSUFFICIENT_DATA.
 */
export function reasonOf(
  config: AlarmConfig,
  verdict: Verdict,
  supporting: readonly RealBin[],
): string {
  const periods = config.evaluationPeriods;
  if (verdict.state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(periods, 'datapoint')} ${wasOrWere(periods)} unknown.`;
  }
  const filled = fillPhrase(config, verdict.fill.length);
  if (verdict.real.length === 0) {
    const none = `no datapoints were received for ${counted(periods, 'period')}`;
    return `Threshold Crossed: ${none}${filled}.`;
  }
  const count = supporting.length;
  const subject =
    config.datapointsToAlarm === undefined
      ? counted(count, 'datapoint')
      : `${count} out of the last ${periods} datapoints`;
  const not = verdict.state === 'OK' ? 'not ' : '';
  const words = COMPARISON_WORDS[config.comparisonOperator];
  const threshold = `the threshold (${javaDouble(config.threshold)})`;
  const { inline, trailing } = listPoints(supporting);
  const crossed = `${subject}${inline} ${wasOrWere(count)} ${not}${words} ${threshold}${filled}`;
  return `Threshold Crossed: ${crossed}${trailing}${minimumPhrase(config, verdict)}.`;
}

const COMPARISON_WORDS: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

function listPoints(points: readonly RealBin[]): { inline: string; trailing: string } {
  if (points.length === 0) return { inline: '', trailing: '' };
  const listed = points.slice(0, MAX_LISTED_POINTS).map(pointText).join(', ');
  if (points.length <= MAX_INLINE_POINTS) return { inline: ` [${listed}]`, trailing: '' };
  const trailing = `. The most recent datapoints which crossed the threshold: [${listed}]`;
  return { inline: '', trailing };
}

function pointText(bin: RealBin): string {
  return `${javaDouble(bin.datapoint.value)} (${reasonTimestamp(bin.startMs)})`;
}

function fillPhrase(config: AlarmConfig, count: number): string {
  const mode = missingDataOf(config);
  if (count === 0 || mode === 'missing' || mode === 'ignore') return '';
  const label = mode === 'breaching' ? '[Breaching]' : '[NonBreaching]';
  return ` and ${counted(count, 'missing datapoint')} ${wasOrWere(count)} treated as ${label}`;
}

function minimumPhrase(config: AlarmConfig, verdict: Verdict): string {
  if (config.datapointsToAlarm === undefined) return '';
  const toAlarm = datapointsToAlarm(config);
  const [minimum, change] =
    verdict.state === 'ALARM'
      ? [toAlarm, 'OK -> ALARM']
      : [config.evaluationPeriods - toAlarm + 1, 'ALARM -> OK'];
  return ` (minimum ${counted(minimum, 'datapoint')} for ${change} transition)`;
}

function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}
