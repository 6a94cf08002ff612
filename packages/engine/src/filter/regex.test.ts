import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FilterPatternError } from './FilterPatternError.ts';
import { compileRegex } from './regex.ts';

describe('regular expressions', () => {
  const cases: readonly [source: string, text: string, expected: boolean][] = [
    ['AUTHORIZED', '[ERROR 401] UNAUTHORIZED REQUEST', true],
    ['^[hc]at', 'cat and hat', true],
    ['^[hc]at', 'a cat', false],
    ['[hc]at$', 'a hat', true],
    ['[hc]at$', 'hats', false],
    ['^$', '', true],
    ['^$', 'x', false],
    ['colou?r', 'color', true],
    ['colou?r', 'colour', true],
    ['[abcx-z]', 'q y', true],
    ['[^abc]', 'abc', false],
    ['a{3,5}b', 'aab', false],
    ['^a{3,5}b', 'aaaaab', true],
    ['^a{3,5}b', 'aaaaaab', false],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}$', 'aaa', true],
    // The bar divides the whole expression, so this is "gra" or "ey".
    ['gra|ey', 'they', true],
    ['gra|ey', 'grey', true],
    ['10\\.10\\.0\\.1', '10.10.0.1', true],
    ['10\\.10\\.0\\.1', '10a10.0.1', false],
    ['^\\d+ \\S+\\s\\w\\W\\D$', '12 é!\ta-z', true],
    ['\\x28x\\x29', 'f(x)', true],
    ['^.$', '🙂', true],
    ['^[^a]$', '🙂', true],
    ['a.b', 'a\nb', false],
    ['[.*+?$^]', 'x+y', true],
    ['[a^]', '^', true],
    ['[\\]\\d-]', 'x-', true],
    ['^ab*c+d?$', 'accd', true],
  ];
  for (const [source, text, expected] of cases) {
    test(`%${source}% ${expected ? 'finds' : 'does not find'} ${text}`, () => {
      assert.equal(compileRegex(source)(text), expected);
    });
  }

  const refused = [
    ...['', '|a', 'a|', 'a**', 'a+?', '*a', 'a{2', 'a{3,2}', 'a{0}', 'a}', 'a]', '[', '[]', '[^]'],
    ...['[z-a]', '[[a]', '\\', '\\n', '\\q', '\\x8f', '(a)', 'a!', 'a"', "'", 'é', '&', '^*'],
    ...['a{513}', 'a{300}b{300}', '[][]', '^('],
  ];
  for (const source of refused) {
    test(`%${source}% is refused`, () => {
      assert.throws(() => compileRegex(source), FilterPatternError);
    });
  }
});

test('the search agrees with RegExp', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '[a-c1]', '\\x62', ' ');
  const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '{3,40}');
  const item = fc.tuple(atom, quantifier).map((parts) => parts.join(''));
  const alternative = fc
    .tuple(
      fc.constantFrom('', '', '^'),
      fc.array(item, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', '', '$'),
    )
    .map(([start, items, end]) => `${start}${items.join('')}${end}`);
  const source = fc.array(alternative, { minLength: 1, maxLength: 3 }).map((all) => all.join('|'));
  const text = fc.stringMatching(/^[abc1 \n]{0,60}$/);

  fc.assert(
    fc.property(source, text, (expression, subject) => {
      assert.equal(compileRegex(expression)(subject), new RegExp(expression).test(subject));
    }),
    { numRuns: 2000 },
  );
});

test('no expression is slow', () => {
  const line = 'a'.repeat(100_000);
  assert.equal(compileRegex('a*a*a*a*a*a*a*a*b')(line), false);
  assert.equal(compileRegex('a.{200}b|[ab]{0,200}c')(line), false);
});
