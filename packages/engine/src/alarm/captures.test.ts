import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { evaluateAlarm } from './evaluateAlarm.ts';
import { actionHistory, publishDeniedError, stateUpdateHistory } from './history.ts';
import { renderAlarmNotification } from './notification.ts';
import { binsFor } from './schedule.ts';
import { datapointOf, parseStatistic, type Sample } from './statistic.ts';
import type { AlarmConfig, AlarmState, NotifyingAlarm, StateValue } from './types.ts';

const CAPTURES = join(import.meta.dirname, '../../../../../shared/data/aws-captures');
const skip = existsSync(CAPTURES) ? false : 'needs ../shared/data';

interface Observation {
  readonly label: string;
  readonly operation: string;
  readonly input: unknown;
  readonly result: { readonly output: { readonly AlarmHistoryItems?: readonly HistoryItem[] } };
}

interface HistoryItem {
  readonly AlarmName: string;
  readonly AlarmType: string;
  readonly HistoryItemType: string;
  readonly HistorySummary: string;
  readonly HistoryData: string;
}

interface CapturedState {
  readonly stateValue: StateValue;
  readonly stateReason: string;
  readonly stateReasonData?: unknown;
}

interface EvaluationCase {
  readonly name: string;
  readonly creation: string;
  readonly publications: readonly string[];
  readonly evaluation_time: string;
  readonly prior_state: CapturedState;
  readonly expected: CapturedState;
}

/** The members of PutMetricAlarm that the recorded alarms use. */
interface PutMetricAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly AlarmActions?: readonly string[];
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: AlarmConfig['comparisonOperator'];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Unit?: string | undefined;
  readonly TreatMissingData?: AlarmConfig['treatMissingData'];
  readonly EvaluateLowSampleCountPercentile?: 'evaluate' | 'ignore' | undefined;
}

function capture<T>(path: string): T {
  return JSON.parse(readFileSync(join(CAPTURES, path), 'utf8')) as T;
}

function configOf(input: PutMetricAlarmInput): AlarmConfig {
  return {
    namespace: input.Namespace,
    metricName: input.MetricName,
    dimensions: (input.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
    periodSeconds: input.Period,
    evaluationPeriods: input.EvaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm,
    threshold: input.Threshold,
    comparisonOperator: input.ComparisonOperator,
    statistic: input.Statistic,
    extendedStatistic: input.ExtendedStatistic,
    unit: input.Unit,
    treatMissingData: input.TreatMissingData,
    evaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
  };
}

/** Evaluates at a captured time over what had been published; every set covers one metric. */
function replay(
  config: AlarmConfig,
  published: readonly { readonly timeMs: number; readonly sample: Sample }[],
  before: StateValue,
  nowMs: number,
): AlarmState | 'keep' {
  const statistic = parseStatistic(config.statistic ?? config.extendedStatistic!)!;
  const bins = binsFor(config, nowMs, 'aws').map(({ startMs, endMs }) => {
    const inside = published.filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
    const samples = inside.map(({ sample }) => sample);
    return { startMs, datapoint: datapointOf(statistic, samples) };
  });
  return evaluateAlarm(config, bins, before, nowMs);
}

describe('evaluations captured from AWS', { skip }, () => {
  if (skip) return;
  const captured = capture<{
    readonly observations: readonly Observation[];
    readonly cases: readonly EvaluationCase[];
    readonly evidence_only: readonly {
      readonly alarms: readonly (PutMetricAlarmInput & {
        readonly StateReason: string;
        readonly StateReasonData: string;
      })[];
    }[];
  }>('cloudwatch/alarm_evaluation.json');
  const inputs = new Map(captured.observations.map(({ label, input }) => [label, input]));

  for (const { name, creation, publications, ...situation } of captured.cases) {
    const input = inputs.get(creation) as PutMetricAlarmInput;
    const math = 'Metrics' in input ? 'metric math is not evaluated' : false;
    test(name, { skip: math }, () => {
      const published = publications.flatMap((label) => samplesOf(inputs.get(label)));
      const { prior_state: before, expected } = situation;
      const nowMs = Date.parse(situation.evaluation_time);
      const result = replay(configOf(input), published, before.stateValue, nowMs);
      if (expected.stateValue === before.stateValue) return assert.equal(result, 'keep');
      assert.notEqual(result, 'keep');
      const { value, reason, reasonData } = result as AlarmState;
      assert.equal(value, expected.stateValue);
      assert.equal(reason, expected.stateReason);
      assert.deepEqual(JSON.parse(reasonData!), expected.stateReasonData);
    });
  }

  for (const alarm of captured.evidence_only.flatMap(({ alarms }) => alarms)) {
    test(`reason data to the byte: ${alarm.AlarmName}`, () => {
      const nowMs = Date.parse(JSON.parse(alarm.StateReasonData).queryDate);
      const result = replay(configOf(alarm), [], 'ALARM', nowMs) as AlarmState;
      assert.equal(result.reason, alarm.StateReason);
      assert.equal(result.reasonData, alarm.StateReasonData);
    });
  }

  function samplesOf(input: unknown) {
    const { MetricData } = input as {
      readonly MetricData: readonly {
        readonly Timestamp: string;
        readonly Value?: number;
        readonly Values?: readonly number[];
        readonly Counts?: readonly number[];
      }[];
    };
    return MetricData.flatMap(({ Timestamp, Value, Values = [Value!], Counts }) =>
      Values.map((value, index) => ({
        timeMs: Date.parse(Timestamp),
        sample: { value, count: Counts?.[index] ?? 1 },
      })),
    );
  }
});

describe('messages captured from AWS', { skip }, () => {
  if (skip) return;
  const published = capture<{
    readonly observations: readonly Observation[];
    readonly dependency_evidence: readonly Observation[];
    readonly deliveries: readonly {
      readonly case: string;
      readonly envelope: { readonly Subject: string; readonly Message: string };
    }[];
  }>('cloudwatch/sns_publications.json');
  const context = capture<{ readonly observations: readonly Observation[] }>(
    'sns/policy_context.json',
  );
  const observations = [
    ...published.observations,
    ...published.dependency_evidence,
    ...context.observations,
  ];
  const created = new Map(
    observations
      .filter(({ operation }) => operation === 'put-metric-alarm')
      .map(({ input }) => [(input as { AlarmName: string }).AlarmName, input]),
  );
  const items = observations.flatMap(({ result }) => result.output?.AlarmHistoryItems ?? []);
  const succeeded = items.filter(
    (item) =>
      item.AlarmType === 'MetricAlarm' &&
      item.HistorySummary.startsWith('Successfully') &&
      !item.HistoryData.includes('MetricExpression'),
  );

  test('there are four publications of metric alarms', () => assert.equal(succeeded.length, 4));

  for (const item of succeeded) {
    test(`${item.AlarmName.slice(0, 60)}: published and kept in history to the byte`, () => {
      const data = JSON.parse(item.HistoryData);
      const body = JSON.parse(JSON.parse(data.publishedMessage).default);
      const rendered = renderAlarmNotification(alarmOf(body, item.AlarmName), {
        oldState: body.OldStateValue,
        newState: body.NewStateValue,
        reason: body.NewStateReason,
        timestampMs: data.stateUpdateTimestamp,
      });
      assert.equal(rendered.message, data.publishedMessage);
      assert.deepEqual(
        actionHistory(data.notificationResource, data.stateUpdateTimestamp, {
          publishedMessage: rendered.message,
        }),
        {
          HistoryItemType: 'Action',
          HistorySummary: item.HistorySummary,
          HistoryData: item.HistoryData,
        },
      );
      for (const { envelope } of published.deliveries) {
        if (JSON.parse(envelope.Message).AlarmName !== item.AlarmName) continue;
        assert.equal(rendered.subject, envelope.Subject);
        assert.equal(rendered.default, envelope.Message);
      }
    });
  }

  test('a denied publish in history', () => {
    const failed = items.filter(({ HistorySummary }) => HistorySummary.startsWith('Failed'));
    assert.equal(failed.length, 1);
    const [item] = failed;
    const data = JSON.parse(item!.HistoryData);
    const arn = data.notificationResource;
    const outcome = { error: publishDeniedError(arn) };
    const entry = actionHistory(arn, data.stateUpdateTimestamp, outcome);
    assert.equal(entry.HistorySummary, item!.HistorySummary);
    assert.equal(entry.HistoryData, item!.HistoryData);
  });

  for (const item of items.filter(({ HistoryItemType }) => HistoryItemType === 'StateUpdate')) {
    test(`${item.HistorySummary} of ${item.AlarmName.slice(-10)} in history`, () => {
      const { oldState, newState } = JSON.parse(item.HistoryData);
      const entry = stateUpdateHistory(stateOf(oldState), stateOf(newState));
      assert.equal(entry.HistorySummary, item.HistorySummary);
      assert.equal(entry.HistoryData, item.HistoryData);
    });
  }

  function stateOf({ stateValue, stateReason, stateReasonData }: CapturedState): AlarmState {
    const reasonData = stateReasonData === undefined ? undefined : JSON.stringify(stateReasonData);
    return { value: stateValue, reason: stateReason, reasonData };
  }

  /** The alarm as it was put where that was captured, otherwise as its own message tells. */
  function alarmOf(body: Record<string, never>, name: string): NotifyingAlarm {
    const put = created.get(name) as PutMetricAlarmInput | undefined;
    const told: PutMetricAlarmInput = {
      ...(body.Trigger as unknown as PutMetricAlarmInput),
      Statistic: 'Sum',
      Unit: undefined,
      EvaluateLowSampleCountPercentile: undefined,
    };
    return {
      name,
      description: put?.AlarmDescription ?? body.AlarmDescription ?? undefined,
      arn: body.AlarmArn!,
      accountId: body.AWSAccountId!,
      region: 'us-east-1',
      config: configOf(put ?? told),
      okActions: [],
      alarmActions: put?.AlarmActions ?? body.AlarmActions!,
      insufficientDataActions: [],
      configurationUpdatedMs: Date.parse(body.AlarmConfigurationUpdatedTimestamp!),
    };
  }
});
