import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FilterPatternError, formatFilterPattern, parseFilterPattern } from './index.ts';

describe('printing', () => {
  const cases: readonly [written: string, printed: string][] = [
    ['" "', ''],
    ['  ERROR   -"a b"  ?"c" ', 'ERROR -"a b" ?c'],
    ['%a|b%', '%a|b%'],
    ['{$.a=b}', '{ $.a = b }'],
    ['{($.a=b)&&($.c="d\\"")}', '{ $.a = b && $.c = "d\\"" }'],
    ['{ $.a = 1 || ($.b = 2 || $.c = 3) }', '{ $.a = 1 || ($.b = 2 || $.c = 3) }'],
    ['{ ($.a = 1 || $.b = 2) && $.c = 3 }', '{ ($.a = 1 || $.b = 2) && $.c = 3 }'],
    ['{ ($.a = 1 && $.b = 2) || $.c = 3 }', '{ $.a = 1 && $.b = 2 || $.c = 3 }'],
    [
      "{ $.a[0].* IS  NULL && $.['x.y'] NOT   EXISTS }",
      "{ $.a[0].* IS NULL && $.['x.y'] NOT EXISTS }",
    ],
    ['[a,b=x*&&b!=%y%,...,,c>4||c<=1]', '[a, b = x* && b != %y%, ..., , c > 4 || c <= 1]'],
  ];
  for (const [written, printed] of cases) {
    test(written, () => {
      assert.equal(formatFilterPattern(parseFilterPattern(written).syntax), printed);
    });
  }
});

const PIECES = [
  ...['$', '$.a', '$.b[0]', '$.c[*]', '$.*', ".['x.y']", 'a', 'ERROR', '-', '?', '...', ','],
  ...[' = ', ' != ', ' > ', '<=', ' IS NULL', ' NOT EXISTS', ' && ', ' || ', '&&', '(', ')'],
  ...['"x y"', '"*\\""', 'x*', '12', '-1.5e3', '%a[b-d]{2,}%', '%', '"', '\\', ' ', 'é', '🙂'],
];

/** Texts that are often patterns, and often nearly. */
const nearlyPattern = fc
  .tuple(
    fc.constantFrom(['{ ', ' }'], ['[', ']'], ['', ''], ['{', '']),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }),
  )
  .map(([[open, close], pieces]) => `${open}${pieces.join('')}${close}`);

/** Texts that always are. */
const jsonPattern = (() => {
  const selector = fc.constantFrom('$.a', '$.a.b-c[1]', "$.['x.y']");
  const rest = fc.constantFrom('= x', '!= "y z"', '> 1', 'IS TRUE', 'NOT EXISTS', '= *a*');
  const condition = fc.tuple(selector, rest).map((parts) => parts.join(' '));
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      condition,
      fc.tuple(tie('expression'), tie('expression')).map((all) => all.join(' && ')),
      fc.tuple(tie('expression'), tie('expression')).map((all) => all.join(' || ')),
      tie('expression').map((inner) => `(${inner})`),
    ),
  }));
  return expression.map((text) => `{ ${text} }`).filter((text) => text.length <= 1000);
})();

function roundTrip(text: string): void {
  const { syntax } = parseFilterPattern(text);
  assert.deepEqual(parseFilterPattern(formatFilterPattern(syntax)).syntax, syntax);
}

test('printing then parsing gives the same pattern', () => {
  fc.assert(fc.property(jsonPattern, roundTrip), { numRuns: 500 });
});

test('any text is a pattern that round-trips and can be asked, or a FilterPatternError', () => {
  const text = fc.oneof(nearlyPattern, fc.string(), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(text, fc.string(), (pattern, message) => {
      try {
        parseFilterPattern(pattern).match(message);
      } catch (error) {
        assert.ok(error instanceof FilterPatternError, String(error));
        return;
      }
      roundTrip(pattern);
    }),
    { numRuns: 5000 },
  );
});
