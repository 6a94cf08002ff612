import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RE2JS } from 're2js';
import type { SigmaRule } from './index.ts';
import { compileMatcher, decisiveItems, explain, parseSigma, type RegexEngine } from './index.ts';

const regex: RegexEngine = (source, { i, m, s }) => {
  const flags =
    (i ? RE2JS.CASE_INSENSITIVE : 0) | (m ? RE2JS.MULTILINE : 0) | (s ? RE2JS.DOTALL : 0);
  const compiled = RE2JS.compile(source, flags);
  return { test: (text) => compiled.matcher(text).find() };
};

function ruleOf(detection: object, placeholders = {}): SigmaRule {
  const document = { title: 'a rule', logsource: {}, detection };
  const rule = parseSigma(document, { file: 'rule.yml', lineOf: () => 1 }, { placeholders });
  assert.equal(rule.kind, 'rule');
  return rule;
}

function matches(rule: SigmaRule, record: object): boolean {
  const matched = compileMatcher([rule], { regex }).match(record).length === 1;
  assert.equal(explain(rule, record, { regex }).matched, matched);
  return matched;
}

const one = (selection: unknown) => ({ selection, condition: 'selection' });
const yes = true;
const no = false;

type Case = readonly [what: string, selection: unknown, record: object, matched: boolean];

const CASES: readonly Case[] = [
  ['text without regard to case', { a: 'NO' }, { a: 'No' }, yes],
  ['text with regard to case', { 'a|cased': 'NO' }, { a: 'No' }, no],
  ['other text', { a: 'x' }, { a: 'xy' }, no],
  ['missing field', { a: 'x' }, {}, no],
  ['a number is its text', { a: 42 }, { a: '42' }, yes],
  ['and the other way round', { a: '42' }, { a: 42 }, yes],
  ['a boolean is its text', { a: false }, { a: 'false' }, yes],
  ['and the other way round', { a: 'False' }, { a: false }, yes],
  ['any number of characters', { a: 'Delete*' }, { a: 'deletetrail' }, yes],
  ['no characters', { a: 'Delete*' }, { a: 'Delete' }, yes],
  ['one character', { a: 'log-?' }, { a: 'log-1' }, yes],
  ['one character is missing', { a: 'log-?' }, { a: 'log-' }, no],
  ['escaped wildcard', { a: String.raw`a\*` }, { a: 'a*' }, yes],
  ['escaped wildcard is none', { a: String.raw`a\*` }, { a: 'ab' }, no],
  ['backslash before a wildcard', { a: String.raw`a\\*` }, { a: String.raw`a\b` }, yes],
  ['both escaped', { a: String.raw`a\\\*` }, { a: String.raw`a\*` }, yes],
  ['lone backslash', { a: String.raw`C:\x` }, { a: String.raw`c:\X` }, yes],
  ['doubled backslash', { a: String.raw`C:\\x` }, { a: String.raw`c:\X` }, yes],
  ['empty text', { a: '' }, { a: '' }, yes],
  ['empty text is not null', { a: '' }, { a: null }, no],
  ['Kelvin is no k', { a: 'k' }, { a: '\u212a' }, no],
  ['sigma at the end of a word', { 'a|startswith': 'ΑΣ' }, { a: 'ασα' }, yes],
  ['any of a list', { a: ['x', 'y'] }, { a: 'y' }, yes],
  ['all of a list', { 'a|contains|all': ['x', 'y'] }, { a: 'yx' }, yes],
  ['not all of a list', { 'a|contains|all': ['x', 'y'] }, { a: 'yz' }, no],
  ['map: and', { a: 1, b: 2 }, { a: 1, b: 3 }, no],
  ['list of maps: or', [{ a: 1 }, { b: 2 }], { b: 2 }, yes],
  ['contains', { 'a|contains': 'Pass' }, { a: 'a PASSWORD' }, yes],
  ['startswith', { 'a|startswith': 'Put' }, { a: 'InPut' }, no],
  ['endswith', { 'a|endswith': 'put' }, { a: 'InPut' }, yes],
  ['nested', { 'a.b.c': 'x' }, { a: { b: { c: 'x' } } }, yes],
  ['parent is a text', { 'a.b': 'x' }, { a: 'x' }, no],
  ['inherited members are none', { 'a.constructor.name': 'Object' }, { a: {} }, no],
  ['any element', { a: 'y' }, { a: ['x', 'y'] }, yes],
  ['elements of elements', { 'a.b': 'y' }, { a: [{ b: 'x' }, [{ b: ['y'] }]] }, yes],
  ['all, of different elements', { 'a|all': ['x', 'y'] }, { a: ['x', 'y'] }, yes],
  ['an object is its JSON', { 'a|contains': '"b":1' }, { a: { b: 1 } }, yes],
  ['with its texts as they are', { 'a|contains': '"Allow"' }, { a: { p: '{"E":"Allow"}' } }, yes],
  ['null', { a: null }, { a: null }, yes],
  ['null: missing', { a: null }, {}, yes],
  ['null: empty array', { a: null }, { a: [] }, yes],
  ['null: empty text', { a: null }, { a: '' }, no],
  ['null: object', { a: null }, { a: {} }, no],
  ['null or empty', { a: [null, ''] }, { a: '' }, yes],
  ['exists', { 'a|exists': true }, { a: null }, yes],
  ['exists: missing', { 'a|exists': true }, { b: 1 }, no],
  ['exists not', { 'a.b|exists': false }, { a: {} }, yes],
  ['neq', { 'a|neq': 'x' }, { a: 'y' }, yes],
  ['neq: missing', { 'a|neq': 'x' }, {}, yes],
  ['neq: same', { 'a|neq': ['x', 'y'] }, { a: 'Y' }, no],
  ['neq with a modifier', { 'a|contains|neq': 'x' }, { a: 'axb' }, no],
  ['regex, anywhere', { 'a|re': 'b.d' }, { a: 'abcde' }, yes],
  ['regex, with regard to case', { 'a|re': 'B' }, { a: 'b' }, no],
  ['regex, without', { 'a|re|i': 'B' }, { a: 'b' }, yes],
  ['regex, lines', { 'a|re|m': '^b$' }, { a: 'a\nb' }, yes],
  ['regex, dot as a line end', { 'a|re|s': 'a.b' }, { a: 'a\nb' }, yes],
  ['cidr', { 'a|cidr': '10.0.0.0/8' }, { a: '10.9.8.7' }, yes],
  ['cidr, outside', { 'a|cidr': '10.0.0.0/8' }, { a: '11.9.8.7' }, no],
  ['cidr, one address', { 'a|cidr': '1.2.3.4/32' }, { a: '1.2.3.4' }, yes],
  ['cidr, IPv6', { 'a|cidr': '2001:db8::/32' }, { a: '2001:DB8::1' }, yes],
  ['cidr, a service', { 'a|cidr': '0.0.0.0/0' }, { a: 'config.amazonaws.com' }, no],
  ['lt', { 'a|lt': 5 }, { a: '4.5' }, yes],
  ['gte', { 'a|gte': 5 }, { a: 5 }, yes],
  ['gt, no number', { 'a|gt': 0 }, { a: 'x' }, no],
  ['hour', { 'a|hour|gte': 22 }, { a: '2024-05-01T23:10:00Z' }, yes],
  ['hour, equal', { 'a|hour': 3 }, { a: '2024-05-01T23:10:00Z' }, no],
  ['week', { 'a|week': 53 }, { a: '2021-01-03T00:00:00Z' }, yes],
  ['month', { 'a|month': 5 }, { a: '2024-05-01' }, yes],
  ['fieldref', { 'a|fieldref': 'b.c' }, { a: 'X', b: { c: 'x' } }, yes],
  ['fieldref, both missing', { 'a|fieldref': 'b' }, {}, no],
  ['fieldref, neq', { 'a|fieldref|neq': 'b' }, { a: 'x', b: 'y' }, yes],
  ['fieldref, endswith', { 'a|fieldref|endswith': 'b' }, { a: 'user/eve', b: 'eve' }, yes],
  ['base64', { 'a|base64': 'foobar' }, { a: 'Zm9vYmFy' }, yes],
  ['base64offset 0', { 'a|base64offset|contains': 'foobar' }, { a: btoa('foobar!') }, yes],
  ['base64offset 1', { 'a|base64offset|contains': 'foobar' }, { a: btoa('!foobar!') }, yes],
  ['base64offset 2', { 'a|base64offset|contains': 'foobar' }, { a: btoa('!!foobar') }, yes],
  ['wide', { 'a|wide|base64': 'ab' }, { a: btoa('a\0b\0') }, yes],
  ['utf16be', { 'a|utf16be|base64': 'ab' }, { a: btoa('\0a\0b') }, yes],
  ['utf16', { 'a|utf16|base64': 'a' }, { a: btoa('\xff\xfea\0') }, yes],
  ['windash', { 'a|windash|contains': ' -enc ' }, { a: 'p.exe /enc x' }, yes],
  ['windash, within a word', { 'a|windash': 'a-b' }, { a: 'a/b' }, no],
  ['keywords', ['denied', 'x'], { a: { b: ['access Denied!'] } }, yes],
  ['keywords, not in names', ['denied'], { denied: 'a' }, no],
  ['keywords, all', { '|all': ['a', 'b'] }, { x: 'a', y: ['B'] }, yes],
  ['keywords, not all', { '|all': ['a', 'b'] }, { x: 'a' }, no],
  ['keywords, regex', { '|re': '^a.$' }, { x: ['ab'] }, yes],
  ['keywords or a field', ['x', { a: 1 }], { a: 1 }, yes],
];

describe('a detection', () => {
  for (const [what, selection, record, matched] of CASES) {
    it(`${what}: ${JSON.stringify(selection)}`, () => {
      assert.equal(matches(ruleOf(one(selection)), record), matched);
    });
  }

  it('has placeholders', () => {
    const detection = one({ 'a|cidr|expand': '%office%' });
    const rule = ruleOf(detection, { office: ['10.0.0.0/8', '192.0.2.1'] });
    assert.ok(matches(rule, { a: '192.0.2.1' }));
    assert.ok(!matches(rule, { a: '192.0.2.2' }));
    assert.ok(!matches(ruleOf(detection, { office: [] }), { a: '10.0.0.1' }));
    const text = ruleOf(one({ 'a|expand|endswith': String.raw`\%%who%` }), { who: ['e?e', 'bob'] });
    assert.ok(matches(text, { a: '90%Eve' }));
  });
});

describe('many rules', () => {
  it('are told in their order, each once', () => {
    const both = ruleOf({ s: { a: ['x', 'y'] }, condition: 's' });
    const never = ruleOf({ s: { a: 'x' }, t: { a: 'z' }, condition: 's and t' });
    const any = ruleOf({ s: { a: 'q' }, condition: 'not s' });
    const matcher = compileMatcher([any, never, both, both], { regex });
    assert.deepEqual(matcher.match({ a: ['x', 'y'] }), [any, both, both]);
    assert.deepEqual(matcher.match({ a: 'q' }), []);
  });
});

describe('an explanation', () => {
  const rule = ruleOf({
    selection: { eventName: ['DeleteTrail', 'StopLogging'], 'user.type': 'Root' },
    filter: { 'ip|cidr': '10.0.0.0/8' },
    condition: 'selection and not filter',
  });
  const event = { eventName: 'StopLogging', user: { type: 'IAMUser' }, ip: '10.1.1.1' };

  it('names the items that decide, and what the record has there', () => {
    const items = decisiveItems(explain(rule, event, { regex }));
    const told = items.map(({ text, matched, found }) => [text, matched, found]);
    assert.deepEqual(told, [
      ['user.type', false, ['IAMUser']],
      ['ip|cidr', true, ['10.1.1.1']],
    ]);
  });

  it('names the value that matched', () => {
    const tree = explain(rule, event, { regex });
    const item = tree.of[0]!.of[0]!.of[0]!;
    assert.deepEqual(
      item.of.map(({ text, matched, found }) => [text, matched, found]),
      [
        ['DeleteTrail', false, []],
        ['StopLogging', true, ['StopLogging']],
      ],
    );
  });
});
