import { datapointsToAlarm, decide, isBreaching, type RealBin, type Verdict } from './decision.ts';
import { javaDouble, jsonTimestamp } from './format.ts';
import { jsonArray, jsonObject, jsonString, optionalJsonString } from './jsonText.ts';
import { reasonOf } from './reason.ts';
import type { AlarmConfig, AlarmState, MetricBin, StateValue } from './types.ts';

/**
 * Evaluates a metric alarm once.
 *
 * `bins` are the periods of `binsFor`, oldest first, each with its datapoint or without one.
 * Returns the new state, or `keep` when the alarm's state does not change: then its reason, its
 * reason data and its timestamps stay as they are too.
 *
 * @throws RangeError when `bins` are not exactly the alarm's evaluation range.
 */
export function evaluateAlarm(
  config: AlarmConfig,
  bins: readonly MetricBin[],
  previousState: StateValue,
  queryDateMs: number,
): AlarmState | 'keep' {
  const verdict = decide(config, bins);
  if (verdict === 'keep' || verdict.state === previousState) return 'keep';
  const supporting = supportingPoints(config, verdict);
  return {
    value: verdict.state,
    reason: reasonOf(config, verdict, supporting),
    reasonData: reasonDataOf(config, verdict, supporting, queryDateMs),
  };
}

/** The real points that speak for the new state, newest first. */
function supportingPoints(config: AlarmConfig, verdict: Verdict): readonly RealBin[] {
  const breaching = verdict.state === 'ALARM';
  return verdict.real.filter((bin) => isBreaching(config, bin.datapoint.value) === breaching);
}

/** The StateReasonData of AWS, version 1.0, whose numbers are written as Java doubles. */
function reasonDataOf(
  config: AlarmConfig,
  verdict: Verdict,
  supporting: readonly RealBin[],
  queryDateMs: number,
): string {
  const oldest = verdict.real[verdict.real.length - 1];
  return jsonObject({
    version: '"1.0"',
    queryDate: jsonString(jsonTimestamp(queryDateMs)),
    startDate: oldest && jsonString(jsonTimestamp(oldest.startMs)),
    unit: optionalJsonString(config.unit),
    statistic: optionalJsonString(config.statistic ?? config.extendedStatistic),
    period: String(config.periodSeconds),
    recentDatapoints: jsonArray(recentDatapoints(config, verdict.real)),
    threshold: javaDouble(config.threshold),
    evaluatedDatapoints: jsonArray(evaluatedPoints(config, verdict, supporting).map(pointJson)),
  });
}

/** Oldest first from the oldest to the newest real point of the decision, `null` for gaps. */
function recentDatapoints(config: AlarmConfig, real: readonly RealBin[]): readonly string[] {
  const values: string[] = [];
  let nextMs = real[real.length - 1]?.startMs ?? 0;
  for (const bin of [...real].reverse()) {
    for (; nextMs < bin.startMs; nextMs += config.periodSeconds * 1000) values.push('null');
    values.push(javaDouble(bin.datapoint.value));
    nextMs += config.periodSeconds * 1000;
  }
  return values;
}

/**
 * The points that settle the state, newest first and as many as were needed: the supporting real
 * points first, then missing ones, unless those were taken as breaching and the state is OK.
 */
function evaluatedPoints(
  config: AlarmConfig,
  verdict: Verdict,
  supporting: readonly RealBin[],
): readonly MetricBin[] {
  const fillSpeaksAgainst = verdict.state === 'OK' && config.treatMissingData === 'breaching';
  const candidates = fillSpeaksAgainst ? supporting : [...supporting, ...verdict.fill];
  const points = candidates.slice(0, neededPoints(config, verdict.state));
  return points.sort((a, b) => b.startMs - a.startMs);
}

function pointJson(bin: MetricBin): string {
  const { datapoint } = bin;
  return jsonObject({
    timestamp: jsonString(jsonTimestamp(bin.startMs)),
    sampleCount: datapoint && javaDouble(datapoint.sampleCount),
    value: datapoint && javaDouble(datapoint.value),
  });
}

/** M points make an alarm, N − M + 1 make it impossible. */
function neededPoints(config: AlarmConfig, state: StateValue): number {
  const toAlarm = datapointsToAlarm(config);
  return state === 'OK' ? config.evaluationPeriods - toAlarm + 1 : toAlarm;
}
