import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  datapointOf,
  parseStatistic,
  percentileOf,
  type Sample,
  statisticOf,
} from './statistic.ts';

const once = (...values: readonly number[]): Sample[] =>
  values.map((value) => ({ value, count: 1 }));
const TEN = once(7, 1, 3, 2, 10, 5, 4, 6, 9, 8);
const SET: Sample = { sampleCount: 4, sum: 10, minimum: 1, maximum: 4 };

describe('values', () => {
  const VALUES: readonly [string, readonly Sample[], number | undefined][] = [
    ['SampleCount', TEN, 10],
    ['Sum', TEN, 55],
    ['Average', TEN, 5.5],
    ['Minimum', TEN, 1],
    ['Maximum', TEN, 10],
    ['Sum', [{ value: 5, count: 3 }, SET], 25],
    ['Average', [{ value: 6, count: 1 }, SET], 3.2],
    ['Minimum', [{ value: 2, count: 1 }, SET], 1],
    ['Maximum', [{ value: 2, count: 1 }, SET], 4],
    ['SampleCount', [{ value: 5, count: 3 }, SET], 7],
    ['Minimum', once(-3, 2), -3],
    ['p0', TEN, 1],
    ['p50', TEN, 5],
    ['p90', TEN, 9],
    ['p99.9', TEN, 10],
    ['p100', TEN, 10],
    ['p90', [{ value: 10, count: 101 }], 10],
    ['p50', [{ value: 1, count: 99 }, ...once(50)], 1],
    ['tm90', TEN, 5],
    ['TM(:90%)', TEN, 5],
    ['TM(20%:)', TEN, 6.5],
    ['TM(20%:80%)', TEN, 5.5],
    ['IQM', TEN, 5.5],
    ['TM(2:4)', TEN, 3.5],
    ['TM(20:30)', TEN, undefined],
    ['wm90', TEN, 5.4],
    ['WM(10%:90%)', TEN, 5.4],
    ['WM(3:6)', TEN, 4.8],
    ['tc90', TEN, 9],
    ['TC(2:4)', TEN, 2],
    ['TC(20:30)', TEN, 0],
    ['ts90', TEN, 45],
    ['TS(:4)', TEN, 10],
    ['PR(:3)', TEN, 30],
    ['PR(2:4)', TEN, 20],
    ['PR(8:)', TEN, 20],
  ];
  for (const [name, samples, expected] of VALUES) {
    test(`${name} of ${samples.length} samples`, () => {
      const value = statisticOf(name, samples);
      if (expected === undefined) assert.equal(value, undefined);
      else assert.ok(Math.abs(value! - expected) < 1e-9, `${value} instead of ${expected}`);
    });
  }

  test('a period without samples has no value', () => {
    for (const name of ['SampleCount', 'Sum', 'Average', 'Minimum', 'p50', 'tc90', 'PR(1:2)']) {
      assert.equal(statisticOf(name, []), undefined);
    }
  });

  test('extended statistics need single values that are not negative', () => {
    const equal: Sample = { sampleCount: 3, sum: 6, minimum: 2, maximum: 2 };
    assert.equal(statisticOf('p90', [equal]), 2);
    assert.equal(statisticOf('p90', [SET]), undefined);
    assert.equal(statisticOf('p90', once(-1, 2)), undefined);
  });

  test('a datapoint carries the number of its samples', () => {
    const p90 = parseStatistic('p90')!;
    assert.deepEqual(datapointOf(p90, [{ value: 10, count: 99 }]), { sampleCount: 99, value: 10 });
    assert.equal(datapointOf(p90, []), undefined);
  });
});

describe('names', () => {
  for (const name of ['sum', 'Avg', 'p', 'p101', 'p-1', 'tm', 'TM(:)', 'TM(90%:10%)', 'TM(1:2%)']) {
    test(`${name} is no statistic`, () => {
      assert.equal(parseStatistic(name), undefined);
      assert.throws(
        () => statisticOf(name, TEN),
        new RangeError(`${name} is not a CloudWatch statistic.`),
      );
    });
  }
  for (const name of ['PR(1%:2%)', 'PR(5)', 'iqm', 'xx90', 'TM(10%:90%) ', 'p1.12345678901']) {
    test(`${name} is no statistic`, () => assert.equal(parseStatistic(name), undefined));
  }

  test('the number of a percentile', () => {
    assert.equal(percentileOf('p99.9'), 99.9);
    assert.equal(percentileOf('tm90'), undefined);
    assert.equal(percentileOf('Sum'), undefined);
  });
});

test('every trimmed statistic of equal values is that value, or counts them', () => {
  const share = fc.integer({ min: 0, max: 99 });
  fc.assert(
    fc.property(
      share,
      share,
      fc.nat(1000),
      fc.integer({ min: 1, max: 500 }),
      (a, b, value, count) => {
        fc.pre(a < b);
        const samples = [{ value, count }];
        for (const kind of ['TM', 'WM']) {
          const found = statisticOf(`${kind}(${a}%:${b}%)`, samples)!;
          assert.ok(Math.abs(found - value) <= value * 1e-9);
        }
        const inside = statisticOf(`TC(${a}%:${b}%)`, samples)!;
        assert.ok(Math.abs(inside - (count * (b - a)) / 100) < 1e-9 * count);
        assert.equal(statisticOf(`p${a}`, samples), value);
      },
    ),
  );
});
