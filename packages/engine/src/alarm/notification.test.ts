import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configurationUpdateHistory } from './history.ts';
import { renderAlarmNotification } from './notification.ts';
import { regionDisplayName } from './region.ts';
import type { AlarmConfig, NotifyingAlarm, StateChange } from './types.ts';

const CONFIG: AlarmConfig = {
  namespace: 'CloudTrailMetrics',
  metricName: 'SecretReads',
  dimensions: [],
  periodSeconds: 300,
  evaluationPeriods: 3,
  threshold: 1,
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  statistic: 'SampleCount',
};
const ALARM: NotifyingAlarm = {
  name: 'SecretsMonitorAlert',
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:SecretsMonitorAlert',
  accountId: '000000000000',
  region: 'us-east-1',
  config: CONFIG,
  okActions: [],
  alarmActions: ['arn:aws:sns:us-east-1:000000000000:a', 'arn:aws:sns:us-east-1:000000000000:b'],
  insufficientDataActions: [],
  configurationUpdatedMs: Date.parse('2026-09-03T06:00:00.001Z'),
};
const CHANGE: StateChange = {
  oldState: 'OK',
  newState: 'ALARM',
  reason: 'because',
  timestampMs: Date.parse('2026-09-03T06:25:33.007Z'),
};

function render(alarm: Partial<NotifyingAlarm>, config: Partial<AlarmConfig> = {}) {
  return renderAlarmNotification({ ...ALARM, ...alarm, config: { ...CONFIG, ...config } }, CHANGE);
}

describe('subjects', () => {
  const SUBJECTS: readonly [string, Partial<NotifyingAlarm>, StateChange['newState'], string][] = [
    ['plain', { name: 'FailedLogins' }, 'OK', 'OK: "FailedLogins" in US East (N. Virginia)'],
    [
      'runs of non-ASCII',
      { name: 'a界é-b\n\tc' },
      'ALARM',
      'ALARM: "a_-b_c" in US East (N. Virginia)',
    ],
    ['unknown region', { name: 'a', region: 'xx-new-1' }, 'ALARM', 'ALARM: "a" in xx-new-1'],
  ];
  for (const [name, alarm, newState, expected] of SUBJECTS) {
    test(name, () => {
      const rendered = renderAlarmNotification({ ...ALARM, ...alarm }, { ...CHANGE, newState });
      assert.equal(rendered.subject, expected);
      assert.equal(rendered.sms, expected);
    });
  }

  for (const newState of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
    test(`${newState}: the longest name that fits, and the first that does not`, () => {
      const change = { ...CHANGE, newState };
      const fits = 100 - `${newState}: "" in US East (N. Virginia)`.length;
      const subject = (length: number) =>
        renderAlarmNotification({ ...ALARM, name: 'n'.repeat(length) }, change).subject;
      assert.equal(subject(fits), `${newState}: "${'n'.repeat(fits)}" in US East (N. Virginia)`);
      const cut = `${'n'.repeat(fits - 3)}...`;
      assert.equal(subject(fits + 1), `${newState}: "${cut}" in US East (N. Virginia)`);
    });
  }
});

describe('the JSON body', () => {
  const trigger = (config: Partial<AlarmConfig>) => JSON.parse(render({}, config).default).Trigger;

  test('says what is unset as AWS does', () => {
    assert.equal(
      render({}).default,
      '{"AlarmName":"SecretsMonitorAlert","AlarmDescription":null,"AWSAccountId":"000000000000",' +
        '"AlarmConfigurationUpdatedTimestamp":"2026-09-03T06:00:00.001+0000",' +
        '"NewStateValue":"ALARM","NewStateReason":"because",' +
        '"StateChangeTime":"2026-09-03T06:25:33.007+0000","Region":"US East (N. Virginia)",' +
        '"AlarmArn":"arn:aws:cloudwatch:us-east-1:000000000000:alarm:SecretsMonitorAlert",' +
        '"OldStateValue":"OK","ActionExecutedAfterMuteWindow":false,"OKActions":[],' +
        '"AlarmActions":["arn:aws:sns:us-east-1:000000000000:a",' +
        '"arn:aws:sns:us-east-1:000000000000:b"],"InsufficientDataActions":[],' +
        '"Trigger":{"MetricName":"SecretReads","Namespace":"CloudTrailMetrics",' +
        '"StatisticType":"Statistic","Statistic":"SAMPLE_COUNT","Unit":null,"Dimensions":[],' +
        '"Period":300,"EvaluationPeriods":3,"ComparisonOperator":"GreaterThanOrEqualToThreshold",' +
        '"Threshold":1.0,"TreatMissingData":"","EvaluateLowSampleCountPercentile":""}}',
    );
  });

  test('names dimensions with the value first', () => {
    const { Dimensions } = trigger({ dimensions: [{ name: 'K', value: 'v' }] });
    assert.equal(JSON.stringify(Dimensions), '[{"value":"v","name":"K"}]');
  });

  test('keeps an extended statistic as it is', () => {
    const { StatisticType, Statistic, ExtendedStatistic } = trigger({
      statistic: undefined,
      extendedStatistic: 'p90',
    });
    assert.deepEqual(
      [StatisticType, Statistic, ExtendedStatistic],
      ['ExtendedStatistic', undefined, 'p90'],
    );
  });
});

describe('the e-mail', () => {
  const lines = (...args: Parameters<typeof render>) => render(...args).email.split('\n');

  test('dates have a two-digit day', () => {
    assert.equal(
      lines({})[10],
      '- Timestamp:                  Thursday 03 September, 2026 06:25:33 UTC',
    );
  });

  test('several actions and dimensions are bracketed one by one', () => {
    const dimensions = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const text = lines({}, { dimensions });
    assert.ok(text.includes('- Dimensions:                          [A = 1] [B = 2]'));
    const actions = ALARM.alarmActions.map((arn) => `[${arn}]`).join(' ');
    assert.ok(text.includes(`- ALARM: ${actions}`));
    assert.ok(text.includes('- OK: '));
  });

  test('M and N stand in the threshold line', () => {
    const words = 'when the metric is GreaterThanOrEqualToThreshold 1.0 for at least';
    const line = `- The alarm is in the ALARM state ${words} 2 of the last 3 period(s) of 300 seconds. `;
    assert.ok(lines({}, { datapointsToAlarm: 2 }).includes(line));
  });

  test('unset settings leave their lines empty', () => {
    const text = render({}).email;
    const unit = '- Unit:                                not specified';
    assert.ok(text.includes(`${unit}\n\n\n\nState Change Actions:\n`));
  });

  test('a name is escaped in the link only', () => {
    const text = lines({ name: 'a b/c' });
    assert.ok(text[0]!.includes('"a b/c"'));
    assert.ok(text[3]!.endsWith('#alarmsV2:alarm/a%20b%2Fc'));
  });

  test('China and GovCloud have consoles of their own', () => {
    assert.match(
      lines({ region: 'cn-north-1' })[3]!,
      /^https:\/\/cn-north-1.console.amazonaws.cn\//,
    );
    assert.match(lines({ region: 'us-gov-west-1' })[3]!, /console.amazonaws-us-gov.com\//);
  });
});

test('regions are called by the names CloudWatch kept', () => {
  assert.equal(regionDisplayName('eu-west-1'), 'EU (Ireland)');
  assert.equal(regionDisplayName('sa-east-1'), 'South America (Sao Paulo)');
  assert.equal(regionDisplayName('zz-west-9'), 'zz-west-9');
});

test('a created alarm in history', () => {
  const entry = configurationUpdateHistory('Create', {
    ...ALARM,
    actionsEnabled: true,
    stateValue: 'INSUFFICIENT_DATA',
    stateUpdatedMs: ALARM.configurationUpdatedMs,
  });
  assert.equal(entry.HistorySummary, 'Alarm "SecretsMonitorAlert" created');
  assert.equal(
    entry.HistoryData,
    '{"version":"1.0","type":"Create","createdAlarm":{"alarmName":"SecretsMonitorAlert",' +
      '"alarmArn":"arn:aws:cloudwatch:us-east-1:000000000000:alarm:SecretsMonitorAlert",' +
      '"alarmConfigurationUpdatedTimestamp":"2026-09-03T06:00:00.001+0000",' +
      '"namespace":"CloudTrailMetrics","metricName":"SecretReads","statistic":"SampleCount",' +
      '"period":300,"dimensions":[],"threshold":1.0,' +
      '"comparisonOperator":"GreaterThanOrEqualToThreshold","evaluationPeriods":3,' +
      '"stateValue":"INSUFFICIENT_DATA","stateUpdatedTimestamp":"2026-09-03T06:00:00.001+0000",' +
      '"actionsEnabled":true,"alarmActions":["arn:aws:sns:us-east-1:000000000000:a",' +
      '"arn:aws:sns:us-east-1:000000000000:b"],"insufficientDataActions":[],"okactions":[]}}',
  );
});
