import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidEventPattern, parseEventPattern } from './index.ts';

const at = (text: string, column: number) =>
  `\n at [Source: (String)"${text}"; line: 1, column: ${column}]`;

const COMPLEX =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character ' +
  'sequences after a wildcard character';

const REFUSED: readonly (readonly [text: string, reason: string, column?: number])[] = [
  ['{}', 'Empty objects are not allowed', 3],
  ['{"a":"b"}', '"a" must be an object or an array', 7],
  ['{"a":[{"EXISTS":true}]}', 'Unrecognized match type EXISTS', 21],
  ['{"a":[{"suffix":["x"]}]}', 'suffix match pattern must be a string', 18],
  ['{"a":[{"prefix":{"wildcard":"x"}}]}', 'Unsupported prefix pattern: wildcard', 30],
  ['{"a":[{"exists":"x"}]}', 'exists match pattern must be either true or false.', 18],
  ['{"a":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters at pos 2', 25],
  ['{"a":[{"wildcard":"a\\\\b"}]}', 'Invalid escape character at pos 2', 25],
  ['{"a":[{"numeric":[">",1,">",2]}]}', 'Bad numeric range operator: >', 28],
  ['{"a":[{"numeric":[">=",2,"<=",2]}]}', 'Bottom must be less than top', 33],
  ['{"a":[{"numeric":["<",1,2]}]}', 'Too many elements in numeric expression', 26],
  ['{"a":[{"anything-but":{"cidr":"x"}}]}', 'Unsupported anything-but pattern: cidr', 32],
  ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed', 35],
  ['{"a":[{"cidr":"10.0.0.1"}]}', "Malformed CIDR, one '/' required"],
  ['{"a":[{"cidr":"10.0.0.1/32"}]}', 'IPv4 mask bits must be < 32'],
  ['{"a":[{"cidr":"::1/128"}]}', 'IPv6 mask bits must be < 128'],
  ['{"a":[{"cidr":"10.0.0.0/-1"}]}', 'Malformed CIDR, mask bits must not be negative'],
  ['{"$or":[{"a":["1"]}]}', 'Unrecognized match type a', 15],
  ['{"a":[{"wildcard":"*/x/*.a"},{"wildcard":"*/x/*.b"},{"wildcard":"*/x/*.c"}]}', COMPLEX],
  [
    '{a:1}',
    "Unexpected character ('a' (code 97)): was expecting double-quote to start field name",
    3,
  ],
  [
    '{"a":["b" "c"]}',
    "Unexpected character ('\"' (code 34)): was expecting comma to separate Array entries",
    12,
  ],
  ['{"a":[01]}', 'Invalid numeric value: Leading zeroes not allowed', 9],
  ['{"a":["x', 'Unexpected end-of-input: was expecting closing quote for a string value', 9],
];

const TAKEN: readonly string[] = [
  '{"$or":[{"prefix":"a"},{"prefix":"b"}]}',
  '{"$or":["x"]}',
  '{"a":[{"exactly":"x"},{"anything-but":{"wildcard":["*/a/*","*/b/*","*/c/*"]}}]}',
  '{"a":[{"wildcard":"\\\\*\\\\\\\\"}]}',
];

describe('parseEventPattern refuses', () => {
  for (const [text, reason, column] of REFUSED) {
    it(text, () => {
      const { message } = new InvalidEventPattern(reason, column ? at(text, column) : '');
      assert.throws(() => parseEventPattern(text), { name: 'InvalidEventPattern', message });
    });
  }

  it('what is wrong in a list of anything-but, with its place twice', () => {
    const text = '{"a":[{"anything-but":[null]}]}';
    const reason = 'Inside anything but list, start|null|boolean is not supported.';
    const message = `Event pattern is not valid. Reason: ${reason}${at(text, 28)}${at(text, 28)}`;
    assert.throws(() => parseEventPattern(text), { message });
  });
});

describe('parseEventPattern takes', () => {
  for (const text of TAKEN) it(text, () => assert.ok(parseEventPattern(text)));
});
