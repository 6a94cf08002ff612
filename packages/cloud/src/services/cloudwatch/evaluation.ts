import {
  type AlarmConfig,
  binsFor,
  datapointOf,
  evaluateAlarm,
  type MetricBin,
  nextEvaluation,
  parseStatistic,
  type Sample,
} from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { enterState } from './actions.ts';
import { findMetric, type MetricIdentity, metricKey } from './metrics.ts';
import { readSamples } from './samples.ts';
import { type Alarm, alarms } from './state.ts';

/**
 * When alarms are evaluated.
 *
 * As on AWS every alarm has a phase: it is evaluated each minute (each 10 s at a high resolution),
 * always at the same offset, which here is that of its creation. At pace `instant` it is also
 * evaluated at once when a datapoint arrives, the period that is still open included.
 *
 * An evaluation without any datapoint in its range finds the same state as all later ones, until a
 * datapoint arrives. So a chain of evaluations ends there, and PutMetricData starts the next: an
 * alarm on a quiet metric costs nothing, however far the clock is moved.
 *
 * An evaluation is keyed by alarm and due time. So any number of wishes for the same evaluation are
 * one, and none takes the place of another that is due but did not run yet.
 */
export const evaluation = jobKind<{ alarmName: string; configuredMs: number }>({
  name: 'cloudwatch.evaluation',
  kept: 'memory',
  settle({ payload }, context) {
    const alarm = context.table(alarms).get(payload.alarmName);
    if (alarm?.configuredMs === payload.configuredMs) evaluate(context, alarm);
  },
});

/** A datapoint of this metric arrived, or the alarm is new or changed. */
export function watchAlarm(context: Context, alarm: Alarm) {
  if (context.settings.pace === 'instant') schedule(context, alarm, context.nowMs);
  else scheduleNextPhase(context, alarm);
}

export function watchAlarmsOfMetric(context: Context, metric: MetricIdentity) {
  const table = context.table(alarms);
  if (table.size === 0) return;
  for (const alarm of table.find('metric', metricKey(metric))) watchAlarm(context, alarm);
}

/** After a start: what a datapoint before it set off goes on. */
export function watchAllAlarms(context: Context) {
  for (const place of context.places(alarms)) {
    const there = context.in(place);
    for (const alarm of there.table(alarms).values()) watchAlarm(there, alarm);
  }
}

/** The alarm's next regular evaluation, whatever the pace. */
export function scheduleNextPhase(context: Context, alarm: Alarm) {
  schedule(context, alarm, nextEvaluation(alarm.config, context.nowMs, alarm.createdMs));
}

function schedule(context: Context, { name, configuredMs }: Alarm, dueMs: number) {
  const key = `${context.region}/${name}@${dueMs}`;
  context.schedule(evaluation, { alarmName: name, configuredMs }, { key, dueMs });
}

function evaluate(context: Context, alarm: Alarm) {
  const { bins, isQuiet } = readBins(context, alarm.config);
  const state = evaluateAlarm(alarm.config, bins, alarm.state.value, context.nowMs);
  if (state !== 'keep') enterState(context, alarm, state);
  if (!isQuiet) scheduleNextPhase(context, alarm);
}

/** The alarm's evaluation range; quiet when neither it nor the time after it has datapoints. */
function readBins(
  context: Context,
  config: AlarmConfig,
): { bins: readonly MetricBin[]; isQuiet: boolean } {
  const periods = binsFor(config, context.nowMs, context.settings.pace);
  const metricId = findMetric(context, { ...config, name: config.metricName });
  if (metricId === undefined) return { bins: periods, isQuiet: true };

  const fromMs = periods[0]!.startMs;
  const periodMs = config.periodSeconds * 1000;
  const range = { fromMs, untilMs: Number.MAX_SAFE_INTEGER, unit: config.unit };
  const samples: Sample[][] = periods.map(() => []);
  let isQuiet = true;
  for (const { timeMs, sample } of readSamples(context, metricId, range)) {
    isQuiet = false;
    const index = Math.floor((timeMs - fromMs) / periodMs);
    samples[index]?.push(sample);
  }
  const statistic = parseStatistic(config.statistic ?? config.extendedStatistic!)!;
  const bins = periods.map(({ startMs }, index) => ({
    startMs,
    datapoint: datapointOf(statistic, samples[index]!),
  }));
  return { bins, isQuiet };
}
