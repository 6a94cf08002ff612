import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PutMetricAlarmInput, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

/**
 * What alarms did on AWS in an hour, done again: each alarm is created with the phase that it had,
 * each datapoint published when it was, and each recorded transition has to come at its time.
 */
const recording = join(
  import.meta.dirname,
  '../../../../../../shared/data/aws-captures/cloudwatch/alarm_evaluation.json',
);

interface Observation {
  readonly label: string;
  readonly operation: string;
  readonly request_started_ms: number;
  readonly request_finished_ms: number;
  readonly input: object;
}

interface State {
  readonly stateValue: string;
  readonly stateReason: string;
  readonly stateReasonData?: { readonly queryDate: string };
}

/** An evaluation; its state is the one before where nothing changed. */
interface Evaluation {
  readonly name: string;
  readonly creation: string;
  readonly evaluation_time: string;
  readonly prior_state: State;
  readonly expected: State;
}

const intervalMs = 10_000;
/** AWS's own evaluations of one alarm differ by a few milliseconds. */
const jitterMs = 5;

test('alarms do as recorded on AWS, each transition at its time', {
  skip: existsSync(recording) ? false : 'needs ../shared/data',
}, async (t) => {
  const recorded = JSON.parse(readFileSync(recording, 'utf8')) as {
    observations: Observation[];
    cases: Evaluation[];
  };
  // Alarms on metric math are not done.
  const observations = recorded.observations.filter(({ input }) => !('Metrics' in input));
  const creations = new Map(observations.map(({ label, input }) => [label, input]));
  const evaluations = recorded.cases.filter(({ creation }) => creations.has(creation));

  const startMs = Math.min(...observations.map(({ request_started_ms: ms }) => ms)) - intervalMs;
  await using cloud = await startTestCloud({ pace: 'aws', startMs });
  const calls = observations
    .map((observation) => ({
      ...observation,
      atMs: timeOf(observation, evaluations.filter(isTransition)),
    }))
    .sort((one, other) => one.atMs - other.atMs);
  let nowMs = startMs;
  for (const { atMs, operation, input } of calls) {
    await cloud.advance(`${atMs - nowMs}ms`);
    nowMs = atMs;
    if (operation === 'put-metric-alarm') {
      await cloud.cloudwatch.putMetricAlarm(input as PutMetricAlarmInput);
    } else await cloud.cloudwatch.putMetricData(withDates(input as PutMetricDataInput));
  }
  await cloud.advance('5m');

  for (const evaluation of evaluations) {
    await t.test(evaluation.name, async () => {
      const { AlarmName } = creations.get(evaluation.creation) as PutMetricAlarmInput;
      const found = await transitionAt(cloud, AlarmName!, evaluation.evaluation_time);
      const expected = isTransition(evaluation) ? evaluation.expected : undefined;
      assert.deepEqual(found && withoutQueryDate(found), expected && withoutQueryDate(expected));
    });
  }
});

function isTransition({ prior_state, expected }: Evaluation): boolean {
  return prior_state.stateValue !== expected.stateValue;
}

function withoutQueryDate(state: State) {
  return { ...state, stateReasonData: { ...state.stateReasonData, queryDate: undefined } };
}

/** An alarm gets its phase from its creation, so it is created at the next moment that has it. */
function timeOf(observation: Observation, transitions: readonly Evaluation[]): number {
  const { label, operation, request_started_ms, request_finished_ms } = observation;
  if (operation === 'put-metric-data') return request_finished_ms;
  const own = transitions.find(({ creation }) => creation === label);
  const phaseMs = Date.parse(own!.evaluation_time) % intervalMs;
  const waitMs = (phaseMs - (request_started_ms % intervalMs) + intervalMs) % intervalMs;
  return request_started_ms + waitMs;
}

function withDates(input: PutMetricDataInput): PutMetricDataInput {
  return {
    ...input,
    MetricData: input.MetricData?.map((datum) => ({
      ...datum,
      Timestamp: new Date(datum.Timestamp!),
    })),
  };
}

async function transitionAt(cloud: TestCloud, AlarmName: string, time: string) {
  const { AlarmHistoryItems = [] } = await cloud.cloudwatch.describeAlarmHistory({
    AlarmName,
    HistoryItemType: 'StateUpdate',
  });
  const states = AlarmHistoryItems.map(
    ({ HistoryData }) => JSON.parse(HistoryData!).newState as State,
  );
  return states.find(({ stateReasonData }) => {
    const foundMs = Date.parse(stateReasonData!.queryDate);
    return Math.abs(foundMs - Date.parse(time)) <= jitterMs;
  });
}
