import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SigmaCorrelation, SigmaRule } from './index.ts';
import { createCorrelator, parseSigma } from './index.ts';

const source = { file: 'rules.yml', lineOf: () => 1 };
const parse = (document: object) => parseSigma({ title: 't', ...document }, source);

const rule = (name: string) =>
  parse({ name, logsource: {}, detection: { s: { r: name }, condition: 's' } }) as SigmaRule;
const A = rule('a');
const B = rule('b');
const C = rule('c');
const RULES = [A, B, C];

const correlate = (name: string, correlation: object) =>
  parse({ name, correlation: { timespan: '60s', ...correlation } }) as SigmaCorrelation;

type Event = readonly [seconds: number, rules: string, record?: object];
/** What rings: the name, the second, and the seconds of the records that counted. */
type Ring = readonly [name: string, seconds: number, evidence: readonly number[]];

function run(
  correlations: readonly SigmaCorrelation[],
  events: readonly Event[],
  latenessMs?: number,
) {
  const options = latenessMs === undefined ? {} : { latenessMs };
  const correlator = createCorrelator(correlations, RULES, {
    evidence: (record) => (record as { at: number }).at,
    ...options,
  });
  const rings = events.flatMap(([seconds, names, fields]) => {
    const matched = RULES.filter(({ name }) => names.includes(name!));
    const record = { at: seconds, user: 'eve', ...fields };
    return correlator
      .feed(matched, record, seconds * 1000)
      .map(
        ({ correlation, timeMs, evidence }): Ring => [correlation.name!, timeMs / 1000, evidence],
      );
  });
  return { rings, dropped: correlator.dropped, quiet: correlator.quiet };
}

const three = correlate('three', {
  type: 'event_count',
  rules: ['a', 'b'],
  'group-by': ['user'],
  condition: { gte: 3 },
});
const values = correlate('values', {
  type: 'value_count',
  rules: ['a'],
  'group-by': ['user'],
  condition: { gte: 2, field: 'secret' },
});
const together = correlate('together', { type: 'temporal', rules: ['a', 'b', 'c'] });
const some = correlate('some', {
  type: 'temporal',
  rules: ['a', 'b', 'c'],
  condition: { gte: 2 },
});
const ordered = correlate('ordered', { type: 'temporal_ordered', rules: ['a', 'b', 'c'] });
const aliased = correlate('aliased', {
  type: 'temporal',
  rules: ['a', 'b'],
  'group-by': ['who'],
  aliases: { who: { a: 'from', b: 'to.name' } },
});
const chained = correlate('chained', {
  type: 'temporal_ordered',
  rules: ['three', 'c'],
  'group-by': ['user'],
});

const secret = (name: unknown) => ({ secret: name });
const user = (name: unknown) => ({ user: name });

type Case = readonly [what: string, SigmaCorrelation[], readonly Event[], readonly Ring[]];
const CASES: readonly Case[] = [
  [
    'counts to the third',
    [three],
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
    ],
    [['three', 2, [0, 1, 2]]],
  ],
  [
    'counts what both match once',
    [three],
    [
      [0, 'ab'],
      [1, 'ab'],
    ],
    [],
  ],
  [
    'slides over minutes',
    [three],
    [
      [50, 'a'],
      [80, 'a'],
      [110, 'a'],
    ],
    [['three', 110, [50, 80, 110]]],
  ],
  [
    'leaves out the old',
    [three],
    [
      [0, 'a'],
      [50, 'a'],
      [61, 'a'],
    ],
    [],
  ],
  [
    'leaves out other rules',
    [three],
    [
      [0, 'a'],
      [1, 'c'],
      [2, 'a'],
    ],
    [],
  ],
  [
    'rings once for a burst',
    [three],
    [
      [0, 'a'],
      [1, 'a'],
      [2, 'a'],
      [3, 'a'],
      [4, 'a'],
    ],
    [['three', 2, [0, 1, 2]]],
  ],
  [
    'rings again after the timespan',
    [three],
    [
      [0, 'a'],
      [1, 'a'],
      [2, 'a'],
      [60, 'a'],
      [61, 'a'],
      [62, 'a'],
      [63, 'a'],
    ],
    [
      ['three', 2, [0, 1, 2]],
      ['three', 63, [60, 61, 62, 63]],
    ],
  ],
  [
    'keeps users apart',
    [three],
    [
      [0, 'a'],
      [1, 'a', user('bob')],
      [2, 'a'],
    ],
    [],
  ],
  [
    'takes EVE as eve',
    [three],
    [
      [0, 'a'],
      [1, 'a', user('EVE')],
      [2, 'a'],
    ],
    [['three', 2, [0, 1, 2]]],
  ],
  [
    'takes late records in',
    [three],
    [
      [0, 'a'],
      [60, 'a'],
      [30, 'a'],
    ],
    [['three', 60, [0, 30, 60]]],
  ],
  [
    'takes late records in their own window',
    [three],
    [
      [10, 'a'],
      [0, 'a'],
      [100, 'a'],
      [20, 'a'],
    ],
    [['three', 20, [0, 10, 20]]],
  ],
  [
    'counts different values',
    [values],
    [
      [0, 'a', secret('x')],
      [1, 'a', secret('X')],
      [2, 'a', secret('y')],
    ],
    [['values', 2, [0, 1, 2]]],
  ],
  ['counts values of a list', [values], [[0, 'a', secret(['x', 'y'])]], [['values', 0, [0]]]],
  [
    'forgets old values',
    [values],
    [
      [0, 'a', secret('x')],
      [70, 'a', secret('y')],
    ],
    [],
  ],
  [
    'waits for all',
    [together],
    [
      [0, 'c'],
      [1, 'a'],
      [2, 'a'],
      [3, 'b'],
    ],
    [['together', 3, [0, 1, 2, 3]]],
  ],
  [
    'waits for all within the time',
    [together],
    [
      [0, 'c'],
      [50, 'a'],
      [61, 'b'],
    ],
    [],
  ],
  [
    'waits for some',
    [some],
    [
      [0, 'c'],
      [1, 'c'],
      [2, 'a'],
    ],
    [['some', 2, [0, 1, 2]]],
  ],
  [
    'wants the order',
    [ordered],
    [
      [0, 'a'],
      [1, 'c'],
      [2, 'b'],
    ],
    [],
  ],
  [
    'takes the order',
    [ordered],
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ],
    [['ordered', 2, [0, 1, 2]]],
  ],
  [
    'takes the latest beginning',
    [ordered],
    [
      [0, 'a'],
      [30, 'a'],
      [40, 'b'],
      [80, 'c'],
    ],
    [['ordered', 80, [30, 40, 80]]],
  ],
  [
    'wants different records in order',
    [ordered],
    [
      [0, 'a'],
      [1, 'bc'],
    ],
    [],
  ],
  [
    'takes the order of time, not of arrival',
    [ordered],
    [
      [0, 'a'],
      [2, 'c'],
      [1, 'b'],
    ],
    [['ordered', 2, [0, 1, 2]]],
  ],
  [
    'joins by alias',
    [aliased],
    [
      [0, 'a', { from: 'x' }],
      [1, 'b', { to: { name: 'y' } }],
      [2, 'b', { to: { name: 'X' } }],
    ],
    [['aliased', 2, [0, 2]]],
  ],
  [
    'chains, whatever the order of documents',
    [chained, three],
    [
      [0, 'c'],
      [1, 'a'],
      [2, 'a'],
      [3, 'a'],
      [4, 'c'],
    ],
    [
      ['three', 3, [1, 2, 3]],
      ['chained', 4, [0, 3, 4]],
    ],
  ],
];

describe('a correlation does', () => {
  for (const [what, correlations, events, rings] of CASES) {
    it(what, () => assert.deepEqual(run(correlations, events).rings, rings));
  }

  it('tells the group as it was written', () => {
    const correlator = createCorrelator([three], RULES, { evidence: () => undefined });
    for (const at of [0, 1]) correlator.feed([A], { user: 'Eve' }, at);
    const [firing] = correlator.feed([A], { user: 'Eve' }, 2);
    assert.partialDeepStrictEqual(firing, { group: { user: 'Eve' }, count: 3, firstMs: 0 });
  });

  it('tells which rules only serve it', () => {
    assert.deepEqual(run([three], []).quiet, new Set([A, B]));
    const loud = correlate('loud', {
      type: 'event_count',
      rules: ['a'],
      condition: { gte: 3 },
      generate: true,
    });
    assert.equal(run([loud], []).quiet.size, 0);
  });
});

describe('a correlation counts what it drops:', () => {
  it('what comes too late', () => {
    const events: Event[] = [
      [0, 'a'],
      [20, 'a'],
      [5, 'a'],
      [15, 'a'],
    ];
    const { rings, dropped } = run([three], events, 10_000);
    assert.deepEqual(rings, [['three', 20, [0, 15, 20]]]);
    assert.equal(dropped.late, 1);
  });

  it('what has no such field', () => {
    const { rings, dropped } = run(
      [values],
      [
        [0, 'a'],
        [1, 'a', { user: null, ...secret('x') }],
      ],
    );
    assert.deepEqual([rings, dropped.withoutField], [[], 2]);
  });

  it('what is too much', () => {
    const events = Array.from(
      { length: 10_050 },
      (_, at): Event => [at / 1000, 'a', user(`u${at}`)],
    );
    assert.equal(run([three], events).dropped.groups, 50);
    const flood = Array.from({ length: 10_050 }, (): Event => [0, 'a', secret('x')]);
    assert.equal(run([values], flood).dropped.entries, 1000);
  });
});

describe('a correlation refuses', () => {
  const loop = (name: string, other: string) =>
    correlate(name, { type: 'event_count', rules: [other], condition: { gte: 2 } });
  const REFUSED: readonly (readonly [string, SigmaCorrelation[], RegExp])[] = [
    ['a rule that is not there', [loop('x', 'nobody')], /no rule with the id or name "nobody"/],
    ['a name that two have', [loop('a', 'b'), loop('x', 'a')], /"a" may be "t" and "t"/],
    ['a circle', [loop('x', 'y'), loop('y', 'x')], /built on itself/],
    [
      'a count beyond its memory',
      [correlate('x', { type: 'event_count', rules: ['a'], condition: { gte: 20_000 } })],
      /counts are done below 10000/,
    ],
  ];
  for (const [what, correlations, message] of REFUSED) {
    it(what, () => assert.throws(() => run(correlations, []), message));
  }
});
