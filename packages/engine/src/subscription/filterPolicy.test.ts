import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  FILTER_POLICY_LIMITS,
  FilterPolicyError,
  type FilterPolicyScope,
  type MessageAttribute,
  matches,
  parseFilterPolicy,
} from './index.ts';

const string = (value: string): MessageAttribute => ({ type: 'String', value });
const number = (value: string): MessageAttribute => ({ type: 'Number', value });
const array = (...values: readonly unknown[]): MessageAttribute => ({
  type: 'String.Array',
  value: JSON.stringify(values),
});
const binary: MessageAttribute = { type: 'Binary', value: 'AAEC' };

describe('attribute filters', () => {
  const rows: readonly [readonly unknown[], MessageAttribute | undefined, boolean][] = [
    [['rugby', 'tennis'], string('tennis'), true],
    [['rugby'], string('Rugby'), false],
    [['rugby'], array('football', 'rugby'), true],
    [['rugby'], undefined, false],
    [['rugby'], binary, false],
    [['rugby'], { type: 'String.custom', value: 'rugby' }, true],
    [['5'], number('5'), false],
    [[5], number('5.0'), true],
    [[5], string('5'), false],
    [[5], array(4, 5), true],
    [[true], array(true), true],
    [[null], array(null), true],
    [[true], string('true'), false],
    [['a'], { type: 'String.Array', value: 'not a list' }, false],
    [[{ prefix: 'bas' }], string('baseball'), true],
    [[{ prefix: 'bas' }], string('football'), false],
    [[{ suffix: 'ball' }], array('x', 'football'), true],
    [[{ 'equals-ignore-case': 'Tennis' }], string('TENNIS'), true],
    [[{ wildcard: '*ball*' }], string('footballs'), true],
    [[{ wildcard: 'a*c*e' }], string('abcd'), false],
    [[{ wildcard: 'a\\*c' }], string('a*c'), true],
    [[{ wildcard: 'a\\*c' }], string('abc'), false],
    [[{ wildcard: 'a?c' }], string('abc'), false],
    [[{ 'anything-but': ['rugby', 'tennis'] }], string('football'), true],
    [[{ 'anything-but': ['rugby', 'tennis'] }], string('tennis'), false],
    [[{ 'anything-but': 'rugby' }], array('rugby', 'football'), true],
    [[{ 'anything-but': 'rugby' }], array('rugby'), false],
    [[{ 'anything-but': 'rugby' }], undefined, false],
    [[{ 'anything-but': [100, 500] }], number('100'), false],
    [[{ 'anything-but': [100, 500] }], number('100.1'), true],
    [[{ 'anything-but': { prefix: 'order-' } }], string('order-1'), false],
    [[{ 'anything-but': { prefix: 'order-' } }], string('data-1'), true],
    [[{ 'anything-but': { suffix: 'ball' } }], string('football'), false],
    [[{ 'anything-but': { wildcard: '*ball' } }], string('football'), false],
    [[{ 'anything-but': { wildcard: ['*ball', 'x*'] } }], string('y'), true],
    [[{ numeric: ['=', 301.5] }], number('3.015e2'), true],
    [[{ numeric: ['<', 5] }], number('5'), false],
    [[{ numeric: ['<=', 5] }], number('5'), true],
    [[{ numeric: ['>', 0, '<=', 150] }], number('150'), true],
    [[{ numeric: ['>', 0, '<=', 150] }], number('0'), false],
    [[{ numeric: ['>=', 0] }], string('5'), false],
    [[{ cidr: '10.0.0.0/24' }], string('10.0.0.255'), true],
    [[{ cidr: '10.0.0.0/24' }], string('10.1.1.0'), false],
    [[{ cidr: '2001:db8::/32' }], string('2001:db8::1'), true],
    [[{ exists: true }], string('x'), true],
    [[{ exists: true }], binary, true],
    [[{ exists: true }], array(), true],
    [[{ exists: true }], undefined, false],
    [[{ exists: false }], undefined, true],
    [[{ exists: false }], string('x'), false],
    [['x', { exists: false }], undefined, true],
  ];
  for (const [values, attribute, expected] of rows) {
    it(`${JSON.stringify(values)} and ${JSON.stringify(attribute)}: ${expected}`, () => {
      const policy = parseFilterPolicy(JSON.stringify({ key: values }), 'MessageAttributes');
      const attributes: Record<string, MessageAttribute> = attribute ? { key: attribute } : {};
      assert.equal(matches(policy, { attributes, body: '' }), expected);
    });
  }

  it('needs all keys', () => {
    const policy = parseFilterPolicy('{"a":["1"],"b":["2"]}', 'MessageAttributes');
    const ask = (a: string, b: string) =>
      matches(policy, { attributes: { a: string(a), b: string(b) }, body: '' });
    assert.deepEqual([ask('1', '2'), ask('1', 'x'), ask('x', '2')], [true, false, false]);
  });

  it('does not find what every object has', () => {
    const policy = parseFilterPolicy('{"constructor":[{"exists":true}]}', 'MessageAttributes');
    assert.equal(matches(policy, { attributes: {}, body: '' }), false);
  });

  it('accepts everything where it is empty', () => {
    const policy = parseFilterPolicy('{}', 'MessageAttributes');
    assert.equal(matches(policy, { attributes: {}, body: 'x' }), true);
  });
});

describe('body filters', () => {
  const rows: readonly [object, string, boolean][] = [
    [{ a: ['x'] }, '{"a":"x"}', true],
    [{ a: ['x'] }, '{"a":["y","x"]}', true],
    [{ a: [null] }, '{"a":null}', true],
    [{ a: [true] }, '{"a":true}', true],
    [{ a: ['true'] }, '{"a":true}', false],
    [{ a: { b: ['x'] } }, '{"a":{"b":"x"}}', true],
    [{ a: { b: ['x'] } }, '{"a":[{"b":"y"},{"b":"x"}]}', true],
    [{ a: { b: ['x'], c: ['y'] } }, '{"a":[{"b":"x"},{"c":"y"}]}', false],
    [{ a: { b: ['x'] } }, '{"a":"x"}', false],
    [{ a: { b: ['x'] } }, '{}', false],
    [{ a: { b: [{ exists: false }] } }, '{}', true],
    [{ a: [{ exists: true }] }, '{"a":{"b":1}}', false],
    [{ a: [{ prefix: 'x' }] }, '{"a":[["xy"]]}', true],
    [{ a: ['x'], $or: [{ b: [1] }, { c: { d: [2] } }] }, '{"a":"x","c":{"d":2}}', true],
    [{ a: ['x'], $or: [{ b: [1] }, { c: { d: [2] } }] }, '{"a":"x","b":2}', false],
    [{ a: ['x'] }, 'not JSON', false],
    [{ a: ['x'] }, '["x"]', false],
    [{}, 'not JSON', false],
    [{ a: [{ exists: false }] }, 'not JSON', false],
  ];
  for (const [filter, body, expected] of rows) {
    it(`${JSON.stringify(filter)} and ${body}: ${expected}`, () => {
      const policy = parseFilterPolicy(JSON.stringify(filter), 'MessageBody');
      assert.equal(matches(policy, { attributes: {}, body }), expected);
    });
  }

  it('follows a body only so deep', () => {
    const policy = parseFilterPolicy('{"a":["x"]}', 'MessageBody');
    const body = `{"a":${'['.repeat(50_000)}"x"${']'.repeat(50_000)}}`;
    assert.equal(matches(policy, { attributes: {}, body }), false);
  });
});

describe('parseFilterPolicy', () => {
  const one = (value: unknown) => ({ key: [value] });
  const list = (length: number) => Array.from({ length }, (_, index) => `v${index}`);
  const attributes = 'MessageAttributes';
  const body = 'MessageBody';
  const rows: readonly [unknown, FilterPolicyScope, string][] = [
    ['not JSON', attributes, 'FilterPolicy: failed to parse JSON'],
    [[], attributes, 'FilterPolicy: failed to parse JSON'],
    [
      { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] },
      attributes,
      'FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    [{ a: list(151) }, attributes, 'FilterPolicy: Filter policy is too complex'],
    [
      { a: { b: { c: list(4) } }, d: { e: list(3) }, f: list(3) },
      body,
      'FilterPolicy: Filter policy is too complex',
    ],
    [
      { a: { b: ['x'] } },
      attributes,
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [{ a: 'x' }, attributes, 'FilterPolicy: "a" must be an object or an array'],
    [{ a: [] }, attributes, 'FilterPolicy: Empty arrays are not allowed'],
    [{ a: {} }, body, 'FilterPolicy: Empty objects are not allowed'],
    [one([]), attributes, 'FilterPolicy: Match value must be String, number, true, false, or null'],
    [one({}), attributes, 'FilterPolicy: Only one key allowed in match expression'],
    [
      one({ prefix: 'a', suffix: 'b' }),
      attributes,
      'FilterPolicy: Only one key allowed in match expression',
    ],
    [one({ suffixes: 'a' }), attributes, 'FilterPolicy: Unrecognized match type suffixes'],
    [one({ prefix: 1 }), attributes, 'FilterPolicy: prefix match pattern must be a string'],
    [
      one({ exists: 'yes' }),
      attributes,
      'FilterPolicy: exists match pattern must be either true or false.',
    ],
    [
      one({ 'anything-but': { like: 'a' } }),
      attributes,
      'FilterPolicy: Unsupported anything-but pattern: like',
    ],
    [one({ cidr: '10.0.0.0' }), attributes, "FilterPolicy: Malformed CIDR, one '/' required"],
    [
      one({ cidr: '10.0.0.0/x' }),
      attributes,
      'FilterPolicy: Malformed CIDR, mask bits must be an integer',
    ],
    [one({ cidr: '10.0.0/8' }), attributes, 'FilterPolicy: Nonstandard IP address: 10.0.0'],
    [one({ numeric: [] }), attributes, 'FilterPolicy: Invalid member in numeric match: ]'],
    [one({ numeric: [1] }), attributes, 'FilterPolicy: Invalid member in numeric match: 1'],
    [
      one({ numeric: ['<>', 1] }),
      attributes,
      'FilterPolicy: Unrecognized numeric range operator: <>',
    ],
    [one({ numeric: ['=', 'a'] }), attributes, 'FilterPolicy: Value of equals must be numeric'],
    [one({ numeric: ['>', 20, '<'] }), attributes, 'FilterPolicy: Value of < must be numeric'],
    [
      one({ numeric: ['<', 1, '>', 2] }),
      attributes,
      'FilterPolicy: Too many elements in numeric expression',
    ],
    [one({ numeric: ['>', 1, '>', 2] }), attributes, 'FilterPolicy: Bad numeric range operator: >'],
    [one({ numeric: ['>', 2, '<', 1] }), attributes, 'FilterPolicy: Bottom must be less than top'],
    [
      one({ numeric: ['>', 1, '<', 2, '<', 3] }),
      attributes,
      'FilterPolicy: Too many terms in numeric range expression',
    ],
    [
      one({ wildcard: 'a**' }),
      attributes,
      'FilterPolicy: Consecutive wildcard characters are not allowed',
    ],
  ];
  for (const [document, scope, reason] of rows) {
    it(`refuses ${JSON.stringify(document).slice(0, 60)}: ${reason}`, () => {
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      const expected = {
        name: 'FilterPolicyError',
        reason,
        message: `Invalid parameter: ${reason}`,
      };
      assert.throws(() => parseFilterPolicy(text, scope), expected);
    });
  }

  it('counts combinations by values and depth', () => {
    // 4 values three levels deep and 12 in one, 4 × 3 × 12 = 144; one more is beyond 150.
    const nested = (values: number) => ({ a: { b: { c: list(4) } }, d: list(values) });
    assert.ok(parseFilterPolicy(JSON.stringify(nested(12)), body));
    assert.throws(() => parseFilterPolicy(JSON.stringify(nested(13)), body), FilterPolicyError);
  });

  it('refuses more than 256 KB', () => {
    const text = `{"a":["${'x'.repeat(FILTER_POLICY_LIMITS.bytes)}"]}`;
    assert.throws(() => parseFilterPolicy(text, attributes), FilterPolicyError);
  });
});
