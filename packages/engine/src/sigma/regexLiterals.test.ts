import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { regexLiterals } from './regexLiterals.ts';

const literalsOf = (source: string, i = false) =>
  regexLiterals({ kind: 'regex', source, flags: { i, m: false, s: false } });

const CASES: readonly (readonly [source: string, literals: readonly string[]])[] = [
  ['.+:assumed-role/aws:.+', [':assumed-role/aws:']],
  ['^arn:aws:iam::\\d{12}:root$', ['arn:aws:iam::', ':root']],
  ['config\\.amazonaws\\.com', ['config.amazonaws.com']],
  ['abc*d', ['ab', 'd']],
  ['abc+d', ['abc', 'd']],
  ['abc{0,3}', ['ab']],
  ['[abc]def', ['def']],
  ['(abc|xyz)def(g)?', ['def']],
  ['abc|def', []],
  ['(?i)task', ['ta']],
  ['\\x41bc', []],
  ['\\Qa.b\\E', []],
  ['[[:alpha:]]bc', []],
  ['(?x)a b', []],
];

describe('literals of a regular expression', () => {
  for (const [source, literals] of CASES) {
    it(source, () => assert.deepEqual(literalsOf(source), literals));
  }

  it('are in every text that it is found in', () => {
    const pieces = ['ab', 'c', 'K', '.', '[ab]', '(ab|c)', '(a)', '\\.', '\\d', 'x', '(?:b)'];
    const piece = fc.tuple(
      fc.constantFrom(...pieces),
      fc.constantFrom('', '', '', '*', '+', '?', '{0,2}', '{2}', '+?'),
    );
    const branch = fc.array(piece, { minLength: 1, maxLength: 4 });
    const sourceOf = fc
      .array(branch, { minLength: 1, maxLength: 2 })
      .map((branches) => branches.map((all) => all.flat().join('')).join('|'));
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'k', 'K', '\u212a', 'x', '.', '1'), { maxLength: 10 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(sourceOf, text, fc.boolean(), (source, searched, i) => {
        const found = RE2JS.compile(source, i ? RE2JS.CASE_INSENSITIVE : 0).matcher(searched);
        if (!found.find()) return;
        for (const literal of literalsOf(source, i)) {
          assert.ok(searched.toLowerCase().includes(literal.toLowerCase()));
        }
      }),
      { numRuns: 500 },
    );
  });
});
