import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { evaluateAlarm } from './evaluateAlarm.ts';
import { binsFor, evaluationRange } from './schedule.ts';
import type { AlarmConfig, AlarmState, MetricBin, MissingData, StateValue } from './types.ts';

const BASE: AlarmConfig = {
  namespace: 'Test',
  metricName: 'Signal',
  dimensions: [],
  periodSeconds: 300,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  threshold: 50,
  comparisonOperator: 'GreaterThanThreshold',
  statistic: 'Average',
};
const MODES: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** `0 - X` → bins: X breaches, 0 does not, - is missing; the newest is right. */
function binsOf(data: string, periodSeconds = 300): MetricBin[] {
  return data.split(' ').map((point, index) => ({
    startMs: index * periodSeconds * 1000,
    ...(point === '-' ? {} : { datapoint: { sampleCount: 1, value: point === 'X' ? 100 : 0 } }),
  }));
}

/** The state after an evaluation, given the state before. */
function stateAfter(config: AlarmConfig, bins: readonly MetricBin[], before: StateValue) {
  const result = evaluateAlarm(config, bins, before, 0);
  return result === 'keep' ? before : result.value;
}

/** A new state from INSUFFICIENT_DATA, which must come. */
function changeOf(config: AlarmConfig, data: string): AlarmState {
  const range = evaluationRange(config);
  const padded = [...Array<string>(Math.max(0, range - data.split(' ').length)).fill('-'), data];
  const bins = binsOf(padded.join(' '), config.periodSeconds);
  const result = evaluateAlarm(config, bins, 'INSUFFICIENT_DATA', 0);
  assert.notEqual(result, 'keep');
  return result as AlarmState;
}

describe("the user guide's tables of missing data", () => {
  const RETAINED = 'retained';
  const TABLES: readonly [number, string, readonly string[]][] = [
    [3, '0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    [3, '0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    [3, '- - - - -', ['INSUFFICIENT_DATA', RETAINED, 'ALARM', 'OK']],
    [3, '0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [3, '- - X - -', ['ALARM', RETAINED, 'ALARM', 'OK']],
    [2, '0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [2, '0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [2, '0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - X -', ['ALARM', RETAINED, 'ALARM', 'OK']],
  ];
  for (const [datapointsToAlarm, data, expected] of TABLES) {
    for (const [column, treatMissingData] of MODES.entries()) {
      test(`${datapointsToAlarm} of 3, ${data}, ${treatMissingData}: ${expected[column]}`, () => {
        const config = { ...BASE, datapointsToAlarm, treatMissingData };
        for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
          const after = expected[column] === RETAINED ? before : expected[column];
          assert.equal(stateAfter(config, binsOf(data), before), after);
        }
      });
    }
  }

  test('a lone breach does not raise a 3-of-3 alarm at once', () => {
    for (const data of ['- - - - X', '- - - X -']) {
      assert.equal(evaluateAlarm(BASE, binsOf(data), 'INSUFFICIENT_DATA', 0), 'keep');
    }
  });

  test("alarms on DynamoDB's metrics ignore missing data unless told otherwise", () => {
    const dynamo = { ...BASE, namespace: 'AWS/DynamoDB' };
    assert.equal(stateAfter(dynamo, binsOf('- - - - -'), 'ALARM'), 'ALARM');
    const told = { ...dynamo, treatMissingData: 'notBreaching' as const };
    assert.equal(stateAfter(told, binsOf('- - - - -'), 'ALARM'), 'OK');
  });
});

describe('what AWS did on 14 September 2026, period 10 s, 3 periods, > 50', () => {
  const DAY = '2026-09-14T';
  const PUBLISHED: Readonly<Record<string, number>> = {
    '05:42:20': 100,
    '05:42:30': 0,
    '05:42:40': 100,
    '05:46:50': 100,
    '05:49:00': 0,
    '05:49:10': 0,
    '05:49:20': 0,
    '05:50:50': 0,
    '05:51:10': 100,
    '05:51:30': 100,
    '05:54:10': 0,
  };
  const NO_DATA: StateValue = 'INSUFFICIENT_DATA';
  const OBSERVED: readonly [string, number, MissingData, StateValue, StateValue][] = [
    ['05:42:57.551', 2, 'missing', NO_DATA, 'OK'],
    ['05:42:58.775', 3, 'missing', NO_DATA, 'OK'],
    ['05:43:07.551', 2, 'missing', 'OK', 'ALARM'],
    ['05:43:04.472', 3, 'breaching', 'ALARM', 'OK'],
    ['05:43:00.813', 3, 'ignore', NO_DATA, 'OK'],
    ['05:44:17.553', 2, 'missing', 'ALARM', 'OK'],
    ['05:44:27.550', 2, 'missing', 'OK', 'ALARM'],
    ['05:44:28.774', 3, 'missing', 'OK', 'ALARM'],
    ['05:44:38.775', 3, 'missing', 'ALARM', NO_DATA],
    ['05:47:17.551', 2, 'missing', NO_DATA, NO_DATA],
    ['05:47:27.551', 2, 'missing', NO_DATA, 'ALARM'],
    ['05:47:28.775', 3, 'missing', NO_DATA, NO_DATA],
    ['05:47:38.775', 3, 'missing', NO_DATA, 'ALARM'],
    ['05:48:38.775', 3, 'missing', 'ALARM', 'ALARM'],
    ['05:48:48.774', 3, 'missing', 'ALARM', NO_DATA],
    ['05:51:48.775', 3, 'missing', NO_DATA, 'OK'],
    ['05:51:54.473', 3, 'breaching', 'ALARM', 'OK'],
    ['05:51:57.551', 2, 'missing', NO_DATA, 'ALARM'],
    ['05:52:44.472', 3, 'breaching', 'OK', 'ALARM'],
    ['05:52:48.775', 3, 'missing', 'OK', 'ALARM'],
    ['05:53:28.775', 3, 'missing', 'ALARM', NO_DATA],
    ['05:54:34.473', 3, 'breaching', 'ALARM', 'OK'],
    ['05:54:37.550', 2, 'missing', NO_DATA, 'OK'],
    ['05:55:54.474', 3, 'breaching', 'OK', 'OK'],
    ['05:56:04.474', 3, 'breaching', 'OK', 'ALARM'],
  ];
  for (const [time, datapointsToAlarm, treatMissingData, before, after] of OBSERVED) {
    test(`${time} ${datapointsToAlarm} of 3 ${treatMissingData}: ${before} -> ${after}`, () => {
      const config = { ...BASE, periodSeconds: 10, datapointsToAlarm, treatMissingData };
      const bins = binsFor(config, Date.parse(`${DAY}${time}Z`), 'aws').map(({ startMs }) => {
        const value = PUBLISHED[new Date(startMs).toISOString().slice(11, 19)];
        return value === undefined
          ? { startMs }
          : { startMs, datapoint: { sampleCount: 1, value } };
      });
      assert.equal(stateAfter(config, bins, before), after);
    });
  }
});

describe('reasons', () => {
  const P60 = { ...BASE, periodSeconds: 60, statistic: 'Sum' };
  const unset: AlarmConfig = { ...P60, datapointsToAlarm: undefined };
  const lessThan = { comparisonOperator: 'LessThanThreshold' as const, threshold: 65 };
  const five = { ...P60, ...lessThan, evaluationPeriods: 5, datapointsToAlarm: 5 };
  const at = (minute: number) => `(01/01/70 00:0${minute}:00)`;
  const REASONS: readonly [string, AlarmConfig, string, string][] = [
    [
      'M set',
      { ...P60, datapointsToAlarm: 2 },
      '- - X 0 X',
      `Threshold Crossed: 2 out of the last 3 datapoints [100.0 ${at(4)}, 100.0 ${at(2)}] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).`,
    ],
    [
      'M unset, one point',
      { ...unset, evaluationPeriods: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' },
      '- - X',
      `Threshold Crossed: 1 datapoint [100.0 ${at(2)}] was greater than or equal to the threshold (50.0).`,
    ],
    [
      'M unset, OK',
      { ...unset, evaluationPeriods: 1 },
      '- - 0',
      `Threshold Crossed: 1 datapoint [0.0 ${at(2)}] was not greater than the threshold (50.0).`,
    ],
    [
      'all supporting points are listed, not only the needed ones',
      P60,
      '- - X 0 0',
      `Threshold Crossed: 2 out of the last 3 datapoints [0.0 ${at(4)}, 0.0 ${at(3)}] were not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).`,
    ],
    [
      'many points follow the sentence, at most five',
      { ...five, evaluationPeriods: 6, datapointsToAlarm: 6 },
      '- - 0 0 0 0 0 0',
      `Threshold Crossed: 6 out of the last 6 datapoints were less than the threshold (65.0). The most recent datapoints which crossed the threshold: [0.0 ${at(7)}, 0.0 ${at(6)}, 0.0 ${at(5)}, 0.0 ${at(4)}, 0.0 ${at(3)}] (minimum 6 datapoints for OK -> ALARM transition).`,
    ],
    [
      'many points, M unset',
      { ...five, datapointsToAlarm: undefined },
      '- - 0 0 0 0 0',
      `Threshold Crossed: 5 datapoints were less than the threshold (65.0). The most recent datapoints which crossed the threshold: [0.0 ${at(6)}, 0.0 ${at(5)}, 0.0 ${at(4)}, 0.0 ${at(3)}, 0.0 ${at(2)}].`,
    ],
    [
      'fill that does not speak for the state is named too',
      { ...P60, datapointsToAlarm: 1, treatMissingData: 'notBreaching' },
      '- - - - X',
      `Threshold Crossed: 1 out of the last 3 datapoints [100.0 ${at(4)}] was greater than the threshold (50.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).`,
    ],
    [
      'no data, one period',
      { ...P60, evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'notBreaching' },
      '- - -',
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
    [
      'an alarm by fill alone',
      { ...P60, datapointsToAlarm: 2, treatMissingData: 'breaching' },
      '- - - - 0',
      'Threshold Crossed: 0 out of the last 3 datapoints were greater than the threshold (50.0) and 2 missing datapoints were treated as [Breaching] (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      'less than or equal',
      { ...unset, evaluationPeriods: 1, comparisonOperator: 'LessThanOrEqualToThreshold' },
      '- - X',
      `Threshold Crossed: 1 datapoint [100.0 ${at(2)}] was not less than or equal to the threshold (50.0).`,
    ],
  ];
  for (const [name, config, data, reason] of REASONS) {
    test(name, () => assert.equal(changeOf(config, data).reason, reason));
  }

  test('insufficient data counts the periods, not M', () => {
    const config = { ...P60, datapointsToAlarm: 2 };
    const change = evaluateAlarm(config, binsOf('- - - - -', 60), 'OK', 0) as AlarmState;
    assert.equal(change.reason, 'Insufficient Data: 3 datapoints were unknown.');
  });

  test('reason data rest on the newest N real points', () => {
    const data = changeOf({ ...P60, unit: 'Count' }, '0 0 X 0 X').reasonData;
    assert.equal(
      data,
      '{"version":"1.0","queryDate":"1970-01-01T00:00:00.000+0000",' +
        '"startDate":"1970-01-01T00:02:00.000+0000","unit":"Count","statistic":"Sum","period":60,' +
        '"recentDatapoints":[100.0,0.0,100.0],"threshold":50.0,"evaluatedDatapoints":' +
        '[{"timestamp":"1970-01-01T00:03:00.000+0000","sampleCount":1.0,"value":0.0}]}',
    );
  });
});

describe('percentile alarms with few samples', () => {
  const p90: AlarmConfig = {
    ...BASE,
    statistic: undefined,
    extendedStatistic: 'p90',
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    evaluateLowSampleCountPercentile: 'ignore',
  };
  const alarms = (config: AlarmConfig, sampleCount: number) => {
    const datapoint = { sampleCount, value: 100 };
    return stateAfter(config, [{ startMs: 0 }, { startMs: 1 }, { startMs: 2, datapoint }], 'OK');
  };
  const LIMITS: readonly [string, number][] = [
    ['p90', 100],
    ['p99', 1000],
    ['p99.9', 10_000],
    ['p50', 20],
    ['p10', 100],
  ];
  for (const [extendedStatistic, limit] of LIMITS) {
    test(`${extendedStatistic} needs ${limit}`, () => {
      const config = { ...p90, extendedStatistic };
      assert.equal(alarms(config, limit - 1), 'OK');
      assert.equal(alarms(config, limit), 'ALARM');
      assert.equal(alarms({ ...config, evaluateLowSampleCountPercentile: undefined }, 1), 'ALARM');
    });
  }
});

test('a range of another length is refused', () => {
  assert.throws(
    () => evaluateAlarm(BASE, binsOf('0 0 0'), 'OK', 0),
    new RangeError('This alarm reads 5 periods, not 3.'),
  );
});

describe('for any alarm and any data', () => {
  const situation = fc
    .record({
      evaluationPeriods: fc.integer({ min: 1, max: 8 }),
      ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      periodSeconds: fc.constantFrom(10, 20, 30, 60, 300),
      treatMissingData: fc.constantFrom(...MODES),
      before: fc.constantFrom<StateValue>('OK', 'ALARM', 'INSUFFICIENT_DATA'),
      points: fc.array(fc.constantFrom('X', '0', '-'), { minLength: 14, maxLength: 14 }),
    })
    .map(({ ratio, points, before, ...rest }) => {
      const datapointsToAlarm = Math.max(1, Math.ceil(ratio * rest.evaluationPeriods));
      const config: AlarmConfig = { ...BASE, ...rest, datapointsToAlarm };
      const data = points.slice(0, evaluationRange(config)).join(' ');
      return { config, before, data, bins: binsOf(data, config.periodSeconds) };
    });

  test('an evaluation is a change or nothing, and needs breaching points to alarm', () => {
    fc.assert(
      fc.property(situation, ({ config, before, data, bins }) => {
        const result = evaluateAlarm(config, bins, before, 0);
        if (result === 'keep') return;
        assert.notEqual(result.value, before);
        const breaching = data.split('X').length - 1;
        if (result.value === 'INSUFFICIENT_DATA') {
          assert.equal(config.treatMissingData, 'missing');
          assert.equal(data.replaceAll('-', '').trim(), '');
        }
        if (result.value === 'ALARM' && config.treatMissingData === 'notBreaching') {
          assert.ok(breaching >= config.datapointsToAlarm!);
        }
      }),
    );
  });

  test('the reason counts the points it lists, and the data list no more than needed', () => {
    fc.assert(
      fc.property(situation, ({ config, before, bins }) => {
        const result = evaluateAlarm(config, bins, before, 0);
        if (result === 'keep') return;
        const { evaluatedDatapoints, recentDatapoints } = JSON.parse(result.reasonData!);
        const [n, m] = [config.evaluationPeriods, config.datapointsToAlarm!];
        assert.ok(evaluatedDatapoints.length <= (result.value === 'OK' ? n - m + 1 : m));
        assert.ok(recentDatapoints.length <= bins.length);
        assert.notEqual(recentDatapoints[0], null);
        assert.notEqual(recentDatapoints.at(-1), null);
        const count = /Crossed: (\d+) out of the last (\d+)/.exec(result.reason);
        if (count === null) return assert.match(result.reason, /^(Insuff|.* no datapoints)/);
        const listed = result.reason.match(/\d\.0 \(\d\d\/\d\d\/\d\d [\d:]{8}\)/g) ?? [];
        assert.equal(listed.length, Math.min(Number(count[1]), 5));
        assert.equal(Number(count[2]), n);
      }),
    );
  });

  test('without missing data all four modes agree', () => {
    fc.assert(
      fc.property(situation, ({ config, before, data }) => {
        const bins = binsOf(data.replaceAll('-', '0'), config.periodSeconds);
        const states = MODES.map((treatMissingData) =>
          stateAfter({ ...config, treatMissingData }, bins, before),
        );
        assert.equal(new Set(states).size, 1);
      }),
    );
  });
});
