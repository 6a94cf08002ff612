import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { SigmaCorrelation, SigmaRule } from './index.ts';
import { createCorrelator, parseSigma } from './index.ts';

const source = { file: 'rules.yml', lineOf: () => undefined };
const RULES = ['a', 'b', 'c'].map((name) => {
  const detection = { s: { r: name }, condition: 's' };
  return parseSigma({ title: name, name, logsource: {}, detection }, source) as SigmaRule;
});
const TIMESPAN_MS = 10_000;

interface Event {
  readonly timeMs: number;
  readonly rules: readonly number[];
  readonly value: string;
}

const eventOf = fc.record({
  timeMs: fc.integer({ min: 0, max: 60 }).map((seconds) => seconds * 1000),
  rules: fc.subarray([0, 1, 2], { minLength: 1 }),
  value: fc.constantFrom('x', 'y', 'z'),
});

/** Whether what is in a window, in the order of time, is what a correlation looks for. */
type Holds = (window: readonly Event[]) => boolean;

const CORRELATIONS: readonly (readonly [correlation: object, holds: Holds])[] = [
  [{ type: 'event_count', condition: { gte: 3 } }, (window) => window.length >= 3],
  [
    { type: 'value_count', condition: { gt: 1, field: 'value' } },
    (window) => new Set(window.map(({ value }) => value)).size > 1,
  ],
  [{ type: 'temporal' }, (window) => new Set(window.flatMap(({ rules }) => rules)).size === 3],
  [
    { type: 'temporal_ordered' },
    (window) => window.at(-1)!.rules.includes(2) && hasOrder(window, [0, 1, 2]),
  ],
];

for (const [correlation, holds] of CORRELATIONS) {
  const { type } = correlation as { type: string };
  const parsed = parseSigma(
    { title: type, correlation: { rules: ['a', 'b', 'c'], timespan: '10s', ...correlation } },
    source,
  ) as SigmaCorrelation;

  it(`${type} fires when looking at each window anew says so`, () => {
    fc.assert(
      fc.property(fc.array(eventOf, { maxLength: 40 }), (unordered) => {
        const events = unordered.toSorted((a, b) => a.timeMs - b.timeMs);
        assert.deepEqual(run(parsed, events), expected(events, holds));
      }),
      { numRuns: 300 },
    );
  });

  it(`${type} fires in whatever order records come, if it does in any`, () => {
    fc.assert(
      fc.property(fc.array(eventOf, { maxLength: 20 }), (events) => {
        const near = events.map((event, at) => ({ ...event, timeMs: event.timeMs + at }));
        const ordered = near.toSorted((a, b) => a.timeMs - b.timeMs);
        assert.equal(run(parsed, near).length > 0, expected(ordered, holds).length > 0);
      }),
      { numRuns: 300 },
    );
  });
}

function run(correlation: SigmaCorrelation, events: readonly Event[]): readonly number[] {
  const correlator = createCorrelator([correlation], RULES, { evidence: () => undefined });
  return events.flatMap((event) => {
    const matched = event.rules.map((rule) => RULES[rule]!);
    return correlator.feed(matched, event, event.timeMs).map(({ timeMs }) => timeMs);
  });
}

function expected(events: readonly Event[], holds: Holds): readonly number[] {
  const fired: number[] = [];
  for (const [at, { timeMs }] of events.entries()) {
    if (timeMs - (fired.at(-1) ?? Number.NEGATIVE_INFINITY) <= TIMESPAN_MS) continue;
    const before = events.slice(0, at + 1);
    if (holds(before.filter((event) => event.timeMs >= timeMs - TIMESPAN_MS))) fired.push(timeMs);
  }
  return fired;
}

/** Whether the rules come in this order, each in a record of its own. */
function hasOrder(window: readonly Event[], [first, ...rest]: readonly number[]): boolean {
  if (first === undefined) return true;
  const at = window.findIndex(({ rules }) => rules.includes(first));
  return at >= 0 && hasOrder(window.slice(at + 1), rest);
}
