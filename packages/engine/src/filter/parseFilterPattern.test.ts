import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FilterPatternError, numberOf, parseFilterPattern, parseSelector } from './index.ts';

function matches(pattern: string, message: string): boolean {
  return parseFilterPattern(pattern).match(message) !== undefined;
}

describe('terms', () => {
  const cases: readonly [pattern: string, message: string, expected: boolean][] = [
    ['', 'anything', true],
    ['  ', 'anything', true],
    ['" "', 'anything', true],
    ['ERROR', '[ERROR] A fatal exception', true],
    ['ERROR', 'Exiting with ERRORCODE: -1', true],
    ['ERROR', 'error', false],
    ['ERROR Exception', 'Exception before ERROR', true],
    ['ERROR Exception', 'ERROR alone', false],
    ['"ERROR Exception"', 'ERROR Exception', true],
    ['"ERROR Exception"', 'Exception ERROR', false],
    ['"say \\"hi\\" \\\\ \\n"', 'say "hi" \\ \\n', true],
    ['ERROR -Exiting', 'ERROR', true],
    ['ERROR -Exiting', 'ERROR Exiting', false],
    ['"ERROR" - "Exiting"', 'Exiting with ERROR', false],
    ['-ERROR', 'fine', true],
    ['?ERROR ?WARN', 'WARN', true],
    ['?ERROR ?WARN', 'INFO', false],
    ['?ERROR ?"a b" INFO', 'INFO', true],
    ['?ERROR INFO', 'ERROR', false],
    ['?ERROR -INFO', 'DEBUG', true],
    ['?-ERROR ?WARN', 'INFO', true],
    ['"GetSecretValue"', '{"eventName":"GetSecretValue"}', true],
    ['"secretsmanager:GetSecretValue"', '{"Action":"secretsmanager:GetSecretValue"}', true],
  ];
  for (const [pattern, message, expected] of cases) {
    test(`${pattern} ${expected ? 'matches' : 'ignores'} ${message}`, () => {
      assert.equal(matches(pattern, message), expected);
    });
  }
});

describe('space-delimited', () => {
  const access =
    '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const cases: readonly [pattern: string, message: string, expected: boolean][] = [
    ['[ip, user, username, timestamp, request, status_code, bytes]', access, true],
    ['[ip, user, username, timestamp, request, status_code, bytes > 1000]', access, true],
    ['[ip, user, username, timestamp, request, status_code, bytes > 1534]', access, false],
    ['[ip, user, username, timestamp, request, status_code = 404.0, bytes]', access, true],
    ['[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]', access, true],
    ['[..., status_code = 4* && status_code != 403, bytes]', access, true],
    ['[..., status_code = 4* && status_code != 404, bytes]', access, false],
    ['[..., status_code = 5* || status_code = 404 && status_code > 400, bytes]', access, true],
    ['[ip = %127\\.0\\.0\\.[123]%, ...]', access, true],
    ['[ip != %^10\\.%, ...]', access, true],
    ['[ip, ..., bytes]', access, true],
    ['[...]', access, true],
    ['[a, b]', access, false],
    ['[w1=ERROR, w2]', 'ERROR message', true],
    ['[w1=ERROR, w2]', 'ERROR WARN message', false],
    ['[w1=ERROR, ]', 'ERROR message', true],
    ['[w1!=ERROR&&w1!=WARN, w2]', 'INFO message', true],
    ['[w1!=ERROR&&w1!=WARN, w2]', 'WARN message', false],
    ['[a, ..., b]', 'one', false],
    ['[a, ..., b]', 'one  two', true],
    ['[a > 1]', 'text', false],
    ['[a != 1]', 'text', true],
    ['[a = "x y", b]', '"x y" "open', true],
    ['[a, b]', '[x "y"', true],
  ];
  for (const [pattern, message, expected] of cases) {
    test(`${pattern} ${expected ? 'matches' : 'ignores'} ${message}`, () => {
      assert.equal(matches(pattern, message), expected);
    });
  }

  test('gives unnamed columns the number that they have in the event', () => {
    const match = parseFilterPattern('[..., request=*.html*, status_code=4*,]').match(access);
    assert.deepEqual(match?.extractedValues, {
      $1: '127.0.0.1',
      $2: '-',
      $3: 'frank',
      $4: '10/Oct/2000:13:25:15 -0700',
      $request: 'GET /index.html HTTP/1.0',
      $status_code: '404',
      $7: '1534',
    });
    assert.equal(match?.select('$status_code'), '404');
    assert.equal(match?.select('$7'), '1534');
    assert.equal(match?.select('$missing'), undefined);
  });

  test('reads many opening marks in linear time', () => {
    const many = '[ " '.repeat(50_000);
    assert.equal(matches('[a, b]', many), false);
  });
});

describe('refused', () => {
  const cases: readonly [pattern: string, awsDetail: string | undefined][] = [
    ['{ "GetSecretValue" }', undefined],
    ['{ $.broken = }', undefined],
    ['{ }', undefined],
    ['{ $.a }', undefined],
    ['{ $.a = 1 && }', undefined],
    ['{ ($.a = 1 }', undefined],
    ['{ $.a = 1) }', undefined],
    ['{ $.a = 1 } }', undefined],
    ['{ $.a = Failed authentication }', undefined],
    ['{ $.a = "open }', undefined],
    ['{ $.a IS NOT NULL }', undefined],
    ['{ $.a EXISTS }', undefined],
    ['{ $.a is null }', undefined],
    ['{ $.a[-1] = 1 }', undefined],
    ['{ $.a[*][*] = 1 }', undefined],
    ['{ $.a[*] = 1 && $.b.* = 1 && $.c[*] = 1 && $.d[*] = 1 }', undefined],
    ['{ $.a = %a% && $.b = %b% && $.c = %c% }', undefined],
    ['{ $.a = 1', "If a filter pattern starts with '{' it must end with '}'"],
    ['{ $.a = 1 } ', "If a filter pattern starts with '{' it must end with '}'"],
    [' { $.a = 1 }', "Invalid character(s) in term '{'"],
    ['{ $."sc-status" = 5* }', `Invalid character(s) in term '$."'`],
    ['{ $.a >= "123" }', `Invalid character(s) in term '"123"'`],
    ['{ $.a < text }', "Invalid character(s) in term 'text'"],
    ['{ $.a > 4* }', "Invalid character(s) in term '4*'"],
    ['{ $.a = foo:bar }', "Invalid character(s) in term ':'"],
    ['{ $.a = “x” }', "Invalid character(s) in term '“'"],
    ['[a', "If a filter pattern starts with '[' it must end with ']'"],
    ['[]', undefined],
    ['[a b]', undefined],
    ['[a, a]', undefined],
    ['[..., a, ...]', undefined],
    ['[a = 1 && b = 2]', undefined],
    ['[a = 1 && a]', undefined],
    ['[= 1]', undefined],
    ['?Status: timeout', "Invalid character(s) in term ':'"],
    ['foo-bar', "Invalid character(s) in term '-'"],
    ['foo*', "Invalid character(s) in term '*'"],
    ['--foo', "Invalid character(s) in term '-'"],
    ['foo -', undefined],
    ['""', `Invalid character(s) in term '""'`],
    ['(a)', "Invalid character(s) in term '('"],
    ['🙂', "Invalid character(s) in term '🙂'"],
    ['ERROR %x%', "Invalid character(s) in term '%'"],
    ['%x% ERROR', undefined],
    ['%x', undefined],
    ['%%', undefined],
    ['%something!%', "Invalid character(s) in term '!'"],
    ['%a(b)%', "Invalid character(s) in term '('"],
    ['%a\\(b%', "Invalid character(s) in term '('"],
    ['%é%', "Invalid character(s) in term 'é'"],
    ['x'.repeat(1025), undefined],
  ];
  for (const [pattern, awsDetail] of cases) {
    test(pattern.slice(0, 60), () => {
      assert.throws(
        () => parseFilterPattern(pattern),
        (error) => error instanceof FilterPatternError && error.awsDetail === awsDetail,
      );
    });
  }

  test('says where', () => {
    assert.throws(() => parseFilterPattern('{ $.a = 1 & $.b = 2 }'), {
      message:
        'Expected &&, || or the end; a value with spaces or signs needs quotes (at character 11)',
      position: 10,
    });
  });
});

describe('what a pattern tells', () => {
  const cases: readonly [pattern: string, kind: string, regexCount: number][] = [
    ['', 'all', 0],
    ['" "', 'all', 0],
    ['a', 'terms', 0],
    ['%a%', 'regex', 1],
    ['{ $.a = %a% && $.b != %b% }', 'json', 2],
    ['[a = %a%, b]', 'space', 1],
    ['x'.repeat(1024), 'terms', 0],
  ];
  for (const [text, kind, regexCount] of cases) {
    test(text.slice(0, 60), () => {
      const pattern = parseFilterPattern(text);
      assert.deepEqual(
        { text: pattern.text, kind: pattern.kind, regexCount: pattern.regexCount },
        { text, kind, regexCount },
      );
    });
  }
});

describe('selectors that stand alone', () => {
  test('know how many values they may stand for', () => {
    const wildcards = (text: string) => {
      const selector = parseSelector(text);
      return selector.kind === 'json' ? selector.wildcards : undefined;
    };
    assert.equal(wildcards('$.a.b[0]'), 0);
    assert.equal(wildcards('$.items[*].value'), 1);
    assert.equal(wildcards('$.a.*'), 1);
    assert.equal(wildcards("$.['a.b'].c"), 0);
    assert.equal(wildcards('$name'), undefined);
  });

  for (const text of ['', 'name', '$', '$.', '$.a b', '$name.x', '1', '$.a[x]', "$.['a]"]) {
    test(`refuses ${text}`, () => {
      assert.throws(() => parseSelector(text), FilterPatternError);
    });
  }

  test('take values out of a match', () => {
    const event = '{"a":{"b":[7,"11.5",null]},"banana":"banana","x.y":true}';
    const match = parseFilterPattern('{ $.a.b[0] = 7 }').match(event);
    assert.deepEqual(match?.extractedValues, {});
    assert.equal(match?.select('$.a.b[0]'), 7);
    assert.equal(match?.select(parseSelector('$.a.b[1]')), '11.5');
    assert.equal(match?.select('$.a.b[2]'), null);
    assert.equal(match?.select("$.['x.y']"), true);
    assert.deepEqual(match?.select('$.a'), { b: [7, '11.5', null] });
    assert.equal(match?.select('$.a.b[*]'), undefined);
    assert.equal(match?.select('$.constructor'), undefined);
    assert.equal(match?.select('$a'), undefined);
    assert.equal(parseFilterPattern('banana').match(event)?.select('$.banana'), undefined);
  });

  test('give numbers to metrics', () => {
    const texts = ['11.5', '-1e3', '+.5', 'banana', '', ' 1', '0x10', 'Infinity', '1e999', '1,5'];
    assert.deepEqual(
      texts.map((text) => numberOf(text)),
      [11.5, -1000, 0.5, ...Array.from({ length: 7 }, () => undefined)],
    );
    assert.deepEqual([7, true, null, {}].map(numberOf), [7, undefined, undefined, undefined]);
  });
});
