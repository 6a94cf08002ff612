import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextKeysOf, statementSpans } from './index.ts';

describe('statementSpans', () => {
  const cases: [name: string, text: string, spans: [number, number, number, number][]][] = [
    [
      'a list in one line',
      '{"Statement":[{"Effect":"Deny"},{"Effect":"Allow"}],"Version":"2012-10-17"}',
      [
        [1, 15, 1, 32],
        [1, 32, 1, 51],
      ],
    ],
    [
      'one without a list',
      '{"Statement":{"Effect":"Deny","Condition":{"a":{}}}}',
      [[1, 14, 1, 52]],
    ],
    ['several lines', '{\n  "Statement": [\n    {"Sid": "}"}\n  ]\n}', [[2, 17, 3, 17]]],
    ['a Sid that looks like the key', '{"Id":"Statement","Statement":[{}]}', [[1, 32, 1, 34]]],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      const spans = statementSpans(text).map(({ start, end }) => [
        start.line,
        start.column,
        end.line,
        end.column,
      ]);
      assert.deepEqual(spans, expected);
    });
  }
});

describe('contextKeysOf', () => {
  const of = (statement: object, Version = '2012-10-17') =>
    contextKeysOf(
      JSON.stringify({
        Version,
        Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement },
      }),
    );
  it('finds conditions and variables, each once', () => {
    assert.deepEqual(
      of({
        Resource: ["arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/a, 'x'}/${*}"],
        Condition: {
          StringLike: { 'aws:userid': '${aws:UserName}' },
          Bool: { 'aws:SecureTransport': 'true' },
        },
      }),
      ['aws:userid', 'aws:SecureTransport', 'aws:UserName', 'aws:PrincipalTag/a'],
    );
  });
  it('knows no variables in documents of 2008', () => {
    assert.deepEqual(of({ Resource: 'arn:aws:s3:::${aws:username}' }, '2008-10-17'), []);
  });
});
