import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Condition, parseSigma, SigmaError } from './index.ts';

/** Finds the line of `a.b` in the places below, as a YAML reader would. */
const LINES: Readonly<Record<string, number>> = {
  '': 1,
  level: 3,
  detection: 5,
  'detection.selection': 6,
  'detection.selection.a|bad': 7,
  'detection.condition': 9,
};
const source = { file: 'rule.yml', lineOf: (path: readonly unknown[]) => LINES[path.join('.')] };
const parse = (document: unknown) => parseSigma(document, source);

const head = { title: 'a rule', logsource: { product: 'aws', service: 'cloudtrail' } };
const ruleWith = (detection: object) => ({ ...head, detection });
const items = (selection: unknown) => ruleWith({ selection, condition: 'selection' });
const when = (condition: unknown) =>
  ruleWith({ a: { x: 1 }, b: { x: 2 }, _c: { x: 3 }, condition });
const correlation = (members: object) => ({
  title: 'many',
  correlation: { type: 'event_count', rules: ['r'], timespan: '5m', ...members },
});

const REFUSED: readonly (readonly [what: string, document: unknown, message: RegExp])[] = [
  ['no map', ['x'], /rule\.yml:1: a Sigma document must be a map, not a list/],
  ['no title', { ...items({ a: 1 }), title: undefined }, /needs a "title"/],
  ['no logsource', { ...items({ a: 1 }), logsource: undefined }, /needs a "logsource"/],
  ['no detection', ruleWith({}), /"detection" needs a search identifier/],
  ['neither kind', head, /needs "detection", a correlation "correlation"/],
  ['a filter', { ...head, filter: {} }, /"filter" is not done here/],
  ['unknown level', { ...items({ a: 1 }), level: 'hot' }, /rule\.yml:3: "level" must be one of/],
  ['unknown modifier', items({ 'a|bad': 1 }), /rule\.yml:7: "bad" is no modifier of Sigma/],
  ['modifier twice', items({ 'a|re|re': 1 }), /rule\.yml:6: the modifier "re" stands twice/],
  ['regex and text', items({ 'a|re|contains': 'x' }), /"re" and "contains" do not go together/],
  ['flag without regex', items({ 'a|i': 'x' }), /"contains" and "i" do not go together/],
  ['two positions', items({ 'a|startswith|endswith': 'x' }), /do not go together/],
  ['two orderings', items({ 'a|lt|gt': 1 }), /do not go together/],
  ['number is none', items({ 'a|lt': 'x' }), /"x" is no number/],
  ['cidr is none', items({ 'a|cidr': '10.0.0.0/99' }), /no CIDR block such as/],
  ['exists of a text', items({ 'a|exists': 'yes' }), /"exists" takes true or false/],
  ['exists of a list', items({ 'a|exists': [true, false] }), /"exists" takes one value/],
  ['all of one', items({ 'a|contains|all': 'x' }), /"all" needs a list of two values/],
  ['null with a modifier', items({ 'a|contains': null }), /null goes with a field/],
  ['null as a keyword', items({ '|all': [null, 'x'] }), /null goes with a field/],
  ['keywords with cidr', items({ '|cidr': '10.0.0.0/8' }), /keywords have no field/],
  ['nested map', items({ a: { b: 1 } }), /write fields with dots, "a\.member"/],
  ['empty list', items({ a: [] }), /"a" has an empty list/],
  ['empty map', items({}), /an empty map matches everything/],
  ['empty part of a field', items({ 'a..b': 1 }), /a name is missing beside a dot/],
  ['bytes without encoding', items({ 'a|wide': 'x' }), /put "base64" or "base64offset" behind/],
  ['wildcard encoded', items({ 'a|base64': 'x*' }), /"base64" cannot encode wildcards/],
  ['contains before', items({ 'a|contains|base64': 'x' }), /put it behind the encoding/],
  ['too many dashes', items({ 'a|windash': '-a -b -c -d -e' }), /at most 4 options/],
  ['placeholder unknown', items({ 'a|expand': '%x%' }), /%x% has no value; .* none/],
  ['too many values', items({ 'a|windash': Array(20).fill('-a -b -c -d') }), /more than 10000/],
  ['timeframe', ruleWith({ a: { x: 1 }, timeframe: '5m', condition: 'a' }), /write a correlation/],
  ['no condition', when(undefined), /"detection" needs a "condition"/],
  ['pipe', when('a | count() > 5'), /rule\.yml:9: "\|" in a condition is the old way/],
  ['unknown name', when('a and x'), /"x" is no search identifier; there are a, b, _c/],
  ['nothing meant', when('1 of x*'), /no search identifier is meant by "x\*"/],
  ['other quantity', when('2 of them'), /not "2 of"/],
  ['open bracket', when('(a or b'), /a bracket is not closed/],
  ['closed bracket', when('a or b)'), /closed that was not opened/],
  ['missing operator', when('a b'), /"b" cannot follow here/],
  ['end', when('a and not'), /it ends where a search identifier should be/],
  ['deep', when(`${'('.repeat(200)}a${')'.repeat(200)}`), /nested more than 100 deep/],
  ['sum', correlation({ type: 'value_sum' }), /"type" value_sum is not done/],
  ['no timespan', correlation({ condition: { gte: 3 }, timespan: '5 min' }), /90s, 15m, 2h or 1d/],
  ['no rules', correlation({ rules: [] }), /needs "rules"/],
  ['strange member', correlation({ window: 1 }), /"window" is no member/],
  ['only lt', correlation({ condition: { lt: 3 } }), /needs "gt", "gte" or "eq"/],
  ['field', correlation({ condition: { gte: 3, field: 'a' } }), /goes with value_count/],
  ['no field', correlation({ type: 'value_count', condition: { gte: 3 } }), /"field" of value/],
  ['no number', correlation({ condition: { gte: '3' } }), /"gte" takes a whole number/],
  ['alias', correlation({ condition: { gte: 3 }, aliases: { u: { q: 'a' } } }), /none of the corr/],
  ['order', correlation({ type: 'temporal_ordered', condition: { gte: 1 } }), /leave out "cond/],
];

describe('Sigma refuses', () => {
  for (const [what, document, message] of REFUSED) {
    it(what, () => {
      assert.throws(
        () => parse(document),
        (error) => error instanceof SigmaError && message.test(error.message),
      );
    });
  }
});

describe('a condition', () => {
  const CONDITIONS: readonly (readonly [condition: unknown, tree: string])[] = [
    ['a', 'a'],
    ['a or b and not _c', '(a or (b and not _c))'],
    ['(a or b) and not _c', '((a or b) and not _c)'],
    ['not not a', 'not not a'],
    ['not a and b', '(not a and b)'],
    ['NOT a OR b', '(not a or b)'],
    ['1 of them', '(a or b)'],
    ['any of them', '(a or b)'],
    ['all of them and _c', '((a and b) and _c)'],
    ['1 of _*', '_c'],
    ['not 1 of *', 'not (a or b)'],
    [['a', 'b'], '(a or b)'],
  ];
  for (const [condition, tree] of CONDITIONS) {
    it(JSON.stringify(condition), () => {
      const rule = parse(when(condition));
      assert.equal(rule.kind === 'rule' && print(rule.condition), tree);
    });
  }
});

describe('Sigma reads', () => {
  it('what is said about a rule, and keeps what it does not know', () => {
    const rule = parse({
      ...items({ a: 1 }),
      id: 'one',
      name: 'a_rule',
      status: 'test',
      level: 'high',
      date: '2024-05-01',
      tags: ['attack.t1078'],
      falsepositives: 'none',
      related: [{ id: 'two', type: 'derived' }],
      'x-tocsin': { runbook: [] },
    });
    assert.partialDeepStrictEqual(rule, {
      kind: 'rule',
      origin: { file: 'rule.yml', line: 1 },
      title: 'a rule',
      id: 'one',
      level: 'high',
      logsource: { product: 'aws', service: 'cloudtrail' },
      falsepositives: ['none'],
      related: [{ id: 'two', type: 'derived' }],
      custom: { 'x-tocsin': { runbook: [] } },
    });
  });

  it('a correlation', () => {
    const read = parse({
      title: 'many',
      level: 'high',
      correlation: {
        type: 'value_count',
        rules: ['a', 'b'],
        'group-by': ['user', 'ip.address'],
        timespan: '90m',
        condition: { gt: 1, lte: 9, field: 'x.y' },
        aliases: { user: { a: 'from.name', b: 'to' } },
        generate: true,
      },
    });
    assert.partialDeepStrictEqual(read, {
      kind: 'correlation',
      type: 'value_count',
      rules: ['a', 'b'],
      groupBy: ['user', 'ip.address'],
      timespanMs: 90 * 60_000,
      comparisons: [
        { comparison: 'gt', count: 1 },
        { comparison: 'lte', count: 9 },
      ],
      field: ['x', 'y'],
      generate: true,
    });
    assert.deepEqual(read.kind === 'correlation' && read.aliases.get('user')!.get('a'), [
      'from',
      'name',
    ]);
  });
});

function print(condition: Condition): string {
  if (condition.kind === 'search') return condition.name;
  if (condition.kind === 'not') return `not ${print(condition.of)}`;
  return `(${condition.of.map(print).join(` ${condition.kind} `)})`;
}
