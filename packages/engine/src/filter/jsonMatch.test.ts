import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseFilterPattern } from './index.ts';
import { compileJson, compileJsonPlainly } from './jsonMatch.ts';
import { LogEventView } from './LogEventView.ts';

/** Written by hand, since `12.0` has to stay `12.0`. */
const EVENT = `{
  "text": "111.111.111.111", "number": 123, "float": 12.34, "whole": 12.0, "big": 9007199254740993,
  "numeral": "400", "quoted": "a \\"b\\" \\\\ c", "slash": "a\\/b", "hidden": "Get\\u0053ecret",
  "null": null, "yes": true, "no": false, "empty": "", "object": {"a": 1}, "array": [1, 2],
  "users": [{"id": 2, "mail": "x@y.z"}, {"id": 3}], "grid": [[0, 1], [4, 5]],
  "tags": {"one": "red", "two": "blue"}, "a.b": {"c-d": 1}
}`;

const MATCHING = [
  '{ $.text = "111.111.111.111" }',
  '{ $.text = 111.111.111.111 }',
  '{ $.text = * }',
  '{ $.text = "*" }',
  '{ $.text = 111* }',
  '{ $.text = "*.111.111.111" }',
  '{ $.text = *111* }',
  '{ $.text != 222* }',
  '{ $.text != *222 }',
  '{ $.text != 111*111 }',
  '{ $.text != 111 }',
  '{ $.text = %111$% }',
  '{ $.text != %^2% }',
  '{ $.number = 123 }',
  '{ $.number = 123.0 }',
  '{ $.number = 1.23e+2 }',
  '{ $.number = +123 }',
  '{ $.number = "123" }',
  '{ $.number != "123.0" }',
  '{ $.number = 12* }',
  '{ $.number = *23 }',
  '{ $.number = "1*3" }',
  '{ $.number = %2% }',
  '{ $.number > 122.5 && $.number >= 123 && $.number < 1e3 && $.number <= 123 }',
  '{ $.number > -1 }',
  '{ $.float = 12.34 }',
  '{ $.float = "12.34" }',
  '{ $.float = 12.* }',
  '{ $.float != "4*1" }',
  '{ $.whole = 12 }',
  '{ $.whole = "12.0" }',
  '{ $.whole != "12" }',
  '{ $.big = "9007199254740993" }',
  '{ $.numeral = 400 }',
  '{ $.numeral != 500 }',
  '{ $.quoted = "a \\"b\\" \\\\ c" }',
  '{ $.slash = "a/b" }',
  '{ $.hidden = "GetSecret" }',
  '{ $.empty = "" }',
  '{ $.empty = * }',
  '{ $.null IS NULL }',
  '{ $.yes IS TRUE && $.no IS FALSE }',
  '{$.yes IS TRUE}',
  '{ $.missing NOT EXISTS }',
  '{ $.text.deeper NOT EXISTS }',
  '{ $.array.length NOT EXISTS }',
  '{ $.constructor NOT EXISTS }',
  '{ $.object.a = 1 }',
  '{ $.users[0].id = 2 && $.users[1].id = 3 }',
  '{ $.users[*].id = 3 }',
  '{ $.users[*].mail = "*@*" }',
  '{ $.grid[1][0] = 4 }',
  '{ $.grid[*][1] = 5 }',
  '{ $.tags.* = blue }',
  '{ $.*.one = red }',
  "{ $.['a.b'].c-d = 1 }",
  '{ $.text = no && $.text = no || $.number = 123 }',
  '{ $.number = 123 || $.text = no && $.text = no }',
  '{ (($.number = 123)) && ($.text = no || $.yes IS TRUE) }',
];

const IGNORING = [
  // A piece is looked for once, from the left: the first 111.111.111 is not the end.
  '{ $.text = "*111.111.111" }',
  '{ $.text = 11*1 }',
  '{ $.text = %^11$% }',
  '{ $.text > 1 }',
  '{ $.numeral > 1 }',
  '{ $.numeral = 400.0 }',
  '{ $.number = "123.0" }',
  '{ $.number != 123 }',
  '{ $.number != "123" }',
  '{ $.whole = "12" }',
  '{ $.big = "9007199254740992" }',
  '{ $.missing = x }',
  '{ $.missing != x }',
  '{ $.missing IS NULL }',
  '{ $.null NOT EXISTS }',
  '{ $.null = * }',
  '{ $.null != x }',
  '{ $.yes = true }',
  '{ $.yes != false }',
  '{ $.yes IS FALSE }',
  '{ $.object = * }',
  '{ $.object != x }',
  '{ $.object > 1 }',
  '{ $.array = 1 }',
  '{ $.array != 1 }',
  '{ $.text[0] = 1 }',
  '{ $.users[2].id = 3 }',
  '{ $.users[*].id = 4 }',
  '{ $.tags[*] = red }',
  '{ $.array.* = 1 }',
  '{ ($.number = 123 || $.text = no) && $.text = no }',
];

const NOT_OBJECTS = ['', 'text', '12', '"text"', 'null', '{"a":1', '[1,]', '{a:1}'];

describe('JSON conditions', () => {
  for (const pattern of MATCHING) {
    test(`${pattern} matches`, () => {
      assert.ok(parseFilterPattern(pattern).match(EVENT));
    });
  }
  for (const pattern of IGNORING) {
    test(`${pattern} does not match`, () => {
      assert.equal(parseFilterPattern(pattern).match(EVENT), undefined);
    });
  }
  for (const message of NOT_OBJECTS) {
    test(`a message that is no object or array never matches: ${message}`, () => {
      assert.equal(parseFilterPattern('{ $.x NOT EXISTS }').match(message), undefined);
    });
  }

  test('an array at the top can be indexed', () => {
    assert.ok(parseFilterPattern('{ $[0].a = 1 && $[*].a = 2 }').match(' [{"a":1},{"a":2}]'));
  });

  test('one view serves many patterns', () => {
    const view = new LogEventView(EVENT);
    const matching = MATCHING.filter((pattern) => parseFilterPattern(pattern).match(view));
    assert.deepEqual(matching, MATCHING);
  });

  test('deep nesting is no problem', () => {
    const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`;
    assert.ok(parseFilterPattern('{ $[0][0] NOT EXISTS || $.a NOT EXISTS }').match(deep));
  });
});

test('searching for literals first changes no answer', () => {
  const word = fc.constantFrom('a', 'ab', 'é', '1', '12.0', 'a"b', 'a\\b', 'a/b', 'a\nb', 'uA', '');
  const key = fc.constantFrom('k', 'key', 'a');
  const scalar = fc.oneof(word, fc.constantFrom(1, 12, 1.5, null, true));
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(key, scalar));
  const pattern = fc.stringMatching(/^[a1b*é"\\]{1,4}$/);
  const condition = fc
    .tuple(key, fc.constantFrom('=', '!='), fc.oneof(word, pattern))
    .map(([name, operator, text]) => `$.${name} ${operator} ${JSON.stringify(text)}`);
  const other = fc
    .tuple(key, fc.constantFrom('NOT EXISTS', 'IS NULL', '= 12', '> 1', '= 1*', '= %a%'))
    .map(([name, rest]) => `$.${name} ${rest}`);
  const joined = fc
    .tuple(fc.oneof(condition, other), fc.constantFrom('&&', '||'), condition)
    .map(([left, connective, right]) => `{ ${left} ${connective} ${right} }`);

  fc.assert(
    fc.property(joined, fc.dictionary(key, value), fc.boolean(), (text, event, escaped) => {
      const { syntax } = parseFilterPattern(text);
      assert.ok(syntax.kind === 'json');
      const message = escaped ? escapeSome(JSON.stringify(event)) : JSON.stringify(event);
      assert.equal(
        compileJson(syntax.expression)(new LogEventView(message)),
        compileJsonPlainly(syntax.expression)(new LogEventView(message)),
      );
    }),
    { numRuns: 2000 },
  );
});

/** Writes letters and slashes in the other ways that JSON has for them. */
function escapeSome(json: string): string {
  return json.replace(/(?<!\\)a/g, '\\u0061').replaceAll('/', '\\/');
}
