import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { binsFor, evaluationIntervalMs, evaluationRange, nextEvaluation } from './schedule.ts';

const timing = (evaluationPeriods: number, periodSeconds: number) => ({
  evaluationPeriods,
  periodSeconds,
});
const at = (time: string) => Date.parse(`2026-09-14T${time}Z`);
const clock = (timeMs: number) => new Date(timeMs).toISOString().slice(11, 23);

describe('the evaluation range', () => {
  const RANGES: readonly [number, number, number][] = [
    [3, 300, 5],
    [1, 900, 3],
    [3, 10, 9],
    [1, 60, 3],
    [2, 30, 4],
    [2, 20, 5],
  ];
  for (const [periods, seconds, range] of RANGES) {
    test(`${periods} periods of ${seconds} s read ${range}`, () => {
      assert.equal(evaluationRange(timing(periods, seconds)), range);
    });
  }

  test('too many periods are refused', () => {
    assert.throws(() => evaluationRange(timing(8641, 10)), /at most 8640 evaluation periods/);
  });
});

describe('the next evaluation', () => {
  const CASES: readonly [number, number, number, string, string][] = [
    [1, 60, 0, '05:00:00.000', '05:01:00.000'],
    [1, 300, 51_290, '05:00:51.289', '05:00:51.290'],
    [1, 300, 51_290, '05:00:51.290', '05:01:51.290'],
    [3, 10, 51_290, '05:00:51.290', '05:01:01.290'],
    [2, 86_400, 60_000, '05:01:00.000', '06:01:00.000'],
    [1, 86_400, 60_000, '05:01:00.000', '05:02:00.000'],
  ];
  for (const [periods, seconds, phaseMs, now, next] of CASES) {
    test(`${periods} × ${seconds} s, phase ${phaseMs}, at ${now}: ${next}`, () => {
      assert.equal(clock(nextEvaluation(timing(periods, seconds), at(now), phaseMs)), next);
    });
  }

  test('is after now, within one interval, and at the phase', () => {
    fc.assert(
      fc.property(
        fc.nat(1e12),
        fc.nat(59_999),
        fc.constantFrom(10, 60, 86_400),
        (now, phase, p) => {
          const config = timing(2, p);
          const next = nextEvaluation(config, now, phase);
          const intervalMs = evaluationIntervalMs(config);
          assert.ok(next > now && next <= now + intervalMs);
          assert.equal(next % intervalMs, phase % intervalMs);
        },
      ),
    );
  });
});

describe('the periods of an evaluation', () => {
  const newest = (periods: number, seconds: number, now: string, pace: 'aws' | 'instant') => {
    const { startMs, endMs } = binsFor(timing(periods, seconds), at(now), pace).at(-1)!;
    return `${clock(startMs)} ${clock(endMs)}`;
  };
  const CASES: readonly [string, number, string, 'aws' | 'instant', string][] = [
    [
      'a high-resolution period is hidden for 10 s',
      10,
      '05:42:58.775',
      'aws',
      '05:42:30.000 05:42:40.000',
    ],
    ['and visible then', 10, '05:43:00.813', 'aws', '05:42:40.000 05:42:50.000'],
    ['a long one slides by the minute', 300, '05:06:20.000', 'aws', '05:01:00.000 05:06:00.000'],
    ['and waits 10 s too', 300, '05:06:09.999', 'aws', '05:00:00.000 05:05:00.000'],
    ['instant: the open minute counts', 60, '05:06:20.000', 'instant', '05:06:00.000 05:07:00.000'],
    ['instant: at its very start', 60, '05:06:00.000', 'instant', '05:06:00.000 05:07:00.000'],
    [
      'instant: the open minute ends a long one',
      300,
      '05:06:20.000',
      'instant',
      '05:02:00.000 05:07:00.000',
    ],
    ['instant: the open 10 s', 10, '05:06:20.000', 'instant', '05:06:20.000 05:06:30.000'],
  ];
  for (const [name, seconds, now, pace, expected] of CASES) {
    test(name, () => assert.equal(newest(1, seconds, now, pace), expected));
  }

  test('a datapoint of 19:50:31 leaves a 15-minute alarm at 20:36:51', () => {
    const oldest = (now: string) => clock(binsFor(timing(1, 900), at(now), 'aws')[0]!.startMs);
    assert.equal(oldest('20:35:51.290'), '19:50:00.000');
    assert.equal(oldest('20:36:51.290'), '19:51:00.000');
  });

  test('they follow each other without gaps, as many as the range', () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 20, 30, 60, 300), fc.integer({ min: 1, max: 20 }), (p, n) => {
        const config = timing(n, p);
        const periods = binsFor(config, at('05:06:07.890'), 'aws');
        assert.equal(periods.length, evaluationRange(config));
        for (const [index, { startMs, endMs }] of periods.entries()) {
          assert.equal(endMs - startMs, p * 1000);
          assert.equal(periods[index + 1]?.startMs ?? endMs, endMs);
        }
      }),
    );
  });
});
