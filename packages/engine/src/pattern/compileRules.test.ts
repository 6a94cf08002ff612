import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  compileRules,
  type EventPattern,
  InvalidEventPattern,
  matchesEvent,
  parseEventPattern,
} from './index.ts';

const KEYS = ['a', 'eventName', 'id', 'b.c', 'b', 'c', 'constructor', ''];
const TEXTS = ['x', 'GetSecretValue', 'Get', '', '10.0.0.1', '10.0.9.9', '::1', '"a":"x"', 'é\\'];

const leaf = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, 0, 1, 300, -1.5, true, false, null, 'X', 'getsecretvalue'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4 }),
  ),
}));
const event = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 5 });

const text = fc.constantFrom(...TEXTS);
const alternative = fc.oneof(
  leaf,
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ prefix: fc.record({ 'equals-ignore-case': text }) }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ 'anything-but': fc.oneof(text, fc.constantFrom(0, 300)) }),
  fc.record({ 'anything-but': fc.record({ suffix: fc.constantFrom('x', 'Value') }) }),
  fc.record({ wildcard: fc.constantFrom('*', 'Get*', '*Value', '*e*', 'Get*Value', '10.*') }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ cidr: fc.constantFrom('10.0.0.0/24', '10.0.0.0/9', '0.0.0.0/1', '::/64') }),
  fc.record({ numeric: fc.constantFrom(['>', 0], ['<=', 300], ['>=', 0, '<', 2], ['=', 1]) }),
);
const { pattern } = fc.letrec((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.dictionary(fc.constantFrom(...KEYS), fc.array(alternative, { minLength: 1, maxLength: 3 }), {
      minKeys: 1,
      maxKeys: 3,
    }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('pattern'), { minKeys: 1, maxKeys: 2 }),
    fc.record({ $or: fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }) }),
  ),
}));

/** Writes JSON with whatever JSON allows: space, escapes, and keys that a later one overrules. */
function writeJson(part: unknown, coin: () => boolean): string {
  const space = () => (coin() ? ' \n' : '');
  if (typeof part === 'string') return writeText(part, coin);
  if (Array.isArray(part)) {
    return `[${part.map((each) => space() + writeJson(each, coin) + space()).join(',')}]`;
  }
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  const members = Object.entries(part).map(([key, each]) => {
    const overruled = coin() ? `${writeText(key, coin)}:"GetSecretValue",` : '';
    return `${overruled}${writeText(key, coin)}${space()}:${space()}${writeJson(each, coin)}`;
  });
  return `{${space()}${members.join(`,${space()}`)}${space()}}`;
}

function writeText(plain: string, coin: () => boolean): string {
  const hide = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const escaped = Array.from({ length: plain.length }, (_, index) => {
    const character = plain.charAt(index);
    return coin() ? hide(character) : JSON.stringify(character).slice(1, -1);
  });
  return `"${escaped.join('')}"`;
}

/** Some patterns that are made here have more wildcards than AWS takes. */
function parseIfSimple(fields: unknown): readonly EventPattern[] {
  try {
    return [parseEventPattern(JSON.stringify(fields))];
  } catch (error) {
    if (error instanceof InvalidEventPattern && error.reason.includes('too complex')) return [];
    throw error;
  }
}

function check(patterns: readonly EventPattern[], json: string) {
  const parsed: object = JSON.parse(json);
  const expected = [...patterns.keys()].filter((index) => {
    const each = patterns[index];
    return each && matchesEvent(each, parsed);
  });
  const machine = compileRules(patterns.map((each, rule) => ({ rule, pattern: each })));
  assert.deepEqual(machine.match(parsed), expected);
  assert.deepEqual(machine.matchText(json), expected);
  assert.deepEqual(machine.matchText(new TextEncoder().encode(json)), expected);
}

describe('a machine of rules', () => {
  it('finds, in parsed JSON and in text, the rules that match one by one', () => {
    const patterns = fc.array(pattern, { minLength: 1, maxLength: 12 });
    const coins = fc.array(fc.nat(30), { minLength: 40, maxLength: 40 });
    const property = fc.property(patterns, event, coins, (texts, fields, sides) => {
      let tossed = 0;
      // Most texts stay plain; space in front makes them long enough to be searched.
      const coin = () => sides[tossed++ % sides.length] === 0;
      const json = ' '.repeat(600) + writeJson(fields, coin);
      check(texts.flatMap(parseIfSimple), json);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('gives rules once and in their order', () => {
    const anyOf = { $or: [{ a: ['x'] }, { b: [{ exists: true }] }] };
    const rules = ['second', 'first'].map((rule) => ({
      rule,
      pattern: parseEventPattern(JSON.stringify(anyOf)),
    }));
    assert.deepEqual(compileRules(rules).match({ a: ['x', 'x'], b: 1 }), ['second', 'first']);
  });

  it('refuses text that is not JSON', () => {
    const machine = compileRules([{ rule: 1, pattern: parseEventPattern('{"a":["x"]}') }]);
    for (const broken of ['', '{"a":', 'plain', `{"a":"x" ${' '.repeat(600)}`]) {
      assert.throws(() => machine.matchText(broken), SyntaxError);
    }
  });
});
