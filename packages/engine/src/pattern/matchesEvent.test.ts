import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesEvent, parseEventPattern } from './index.ts';

type Case = readonly [pattern: object, matching: readonly object[], others: readonly object[]];

const field = (test: unknown) => ({ a: [test] });
const values = (...all: readonly unknown[]) => all.map((a) => ({ a }));

const CASES: Readonly<Record<string, Case>> = {
  'literals by their type': [field('1'), values('1', ['0', '1']), values(1, true, null, ['0'], {})],
  'null, not a missing field': [field(null), values(null), [{}, ...values('null', '', [])]],
  'addresses however written': [field('::1'), values('::1', '0:0:0:0:0:0:0:1'), values('::2', '1')],
  'any text by an empty prefix': [field({ prefix: '' }), values('', 'x'), values(1, null, {})],
  'a prefix in any case': [
    field({ prefix: { 'equals-ignore-case': 'Ab' } }),
    values('aBc'),
    values('bab'),
  ],
  'wildcards with escapes': [
    field({ wildcard: 'a\\**b' }),
    values('a*b', 'a*\nb'),
    values('axb', 'a*'),
  ],
  'pieces of a wildcard that do not overlap': [
    field({ wildcard: 'ab*ba' }),
    values('abba'),
    values('aba'),
  ],
  'anything but, where present': [
    field({ 'anything-but': ['x'] }),
    values('y', null, 1, ['x', 'y']),
    [{}, ...values('x', [], {})],
  ],
  'numbers in a range': [
    field({ numeric: ['>', 0, '<=', 5] }),
    values(5, 0.1),
    values(0, '3', null),
  ],
  'addresses of a block': [
    field({ cidr: '10.1.0.0/16' }),
    values('10.1.255.255', ['x', '10.1.0.0']),
    values('10.2.0.0', '10.1.0', '::1', 1),
  ],
  'presence of a leaf': [field({ exists: true }), values('', null, [1]), [{}, ...values([], {})]],
  'absence of a leaf': [
    { a: { b: [{ exists: false }] } },
    [{}, ...values({}, null, 'x', { b: {} }, { b: [] })],
    values({ b: null }),
  ],
  'dots in keys': [{ 'a.b': ['x'] }, [{ a: { b: 'x' } }, { 'a.b': 'x' }], [{ a: { 'b.': 'x' } }]],
  'fields of one element of an array': [
    { l: { p: ['tcp'], r: { c: ['all'] } } },
    [{ l: [{ p: 'udp' }, { p: 'tcp', r: [{ c: 'x' }, { c: 'all' }] }] }],
    [{ l: [{ p: 'tcp' }, { p: 'udp', r: { c: 'all' } }] }],
  ],
  'the later of a field and an alternative': [
    { a: ['1'], $or: [{ a: ['2'] }, { b: ['3'] }] },
    [{ a: '2' }, { a: '1', b: '3' }],
    [{ a: '1' }, { b: '3' }],
  ],
};

describe('matchesEvent tells', () => {
  for (const [name, [pattern, matching, others]] of Object.entries(CASES)) {
    it(name, () => {
      const parsed = parseEventPattern(JSON.stringify(pattern));
      for (const event of matching) assert.ok(matchesEvent(parsed, event), JSON.stringify(event));
      for (const event of others) assert.ok(!matchesEvent(parsed, event), JSON.stringify(event));
    });
  }
});
