import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorize, type ContextValue, type Principal, parsePolicy } from './index.ts';

const user: Principal = {
  kind: 'user',
  arn: 'arn:aws:iam::111111111111:user/ann',
  accountId: '111111111111',
  userId: 'AIDAANN',
  userName: 'ann',
};

interface Request {
  readonly action?: string;
  readonly resource?: string;
  readonly keys?: Readonly<Record<string, ContextValue>>;
}

/** Whether an Allow statement applies to a request. */
function applies(statement: object, request: Request = {}, Version = '2012-10-17'): boolean {
  const whole = { Effect: 'Allow', Action: '*', Resource: '*', ...statement };
  const principal = Version === '2008-10-17' ? { Principal: '*' } : {};
  const kind = Version === '2008-10-17' ? 'resource' : 'identity';
  const text = JSON.stringify({ Version, Statement: { ...whole, ...principal } });
  const policy = parsePolicy(text, kind);
  const keys = new Map(Object.entries(request.keys ?? {}));
  const decision = authorize(
    {
      action: request.action ?? 's3:GetObject',
      resource: request.resource ?? 'arn:aws:s3:::b/k',
      principal: user,
      context: (key) => keys.get(key),
    },
    kind === 'identity' ? { identity: [policy] } : { identity: [], resource: policy },
  );
  return decision.allowed;
}

describe('Action', () => {
  const rows: readonly [object, string, boolean][] = [
    [{ Action: 's3:GetObject' }, 's3:GetObject', true],
    [{ Action: 'S3:getobject' }, 's3:GetObject', true],
    [{ Action: 's3:Get*' }, 's3:GetObject', true],
    [{ Action: 's3:?etObject' }, 's3:GetObject', true],
    [{ Action: 's3:Get*' }, 's3:PutObject', false],
    [{ Action: ['sns:*', 's3:*'] }, 's3:GetObject', true],
    [{ Action: '*:*' }, 's3:GetObject', true],
    [{ Action: 's3:*' }, 's3express:GetObject', false],
    [{ Action: undefined, NotAction: 's3:*' }, 's3:GetObject', false],
    [{ Action: undefined, NotAction: 's3:*' }, 'sns:Publish', true],
    [{ Action: undefined, NotAction: ['iam:*', 's3:Put*'] }, 's3:GetObject', true],
  ];
  for (const [statement, action, expected] of rows) {
    it(`${JSON.stringify(statement)} and ${action}: ${expected}`, () => {
      assert.equal(applies(statement, { action }), expected);
    });
  }
});

describe('Resource', () => {
  const queue = 'arn:aws:sqs:eu-west-1:111111111111:jobs';
  const rows: readonly [object, string, boolean][] = [
    [{ Resource: queue }, queue, true],
    [{ Resource: queue }, queue.toUpperCase(), false],
    [{ Resource: 'arn:aws:sqs:*:111111111111:jobs' }, queue, true],
    [{ Resource: 'arn:aws:sqs:eu-*-1:*:j?bs' }, queue, true],
    [{ Resource: 'arn:aws:sqs:*:jobs' }, queue, false],
    [{ Resource: 'arn:aws:sqs:*:*:*:jobs' }, queue, false],
    [{ Resource: 'arn:aws:sqs' }, queue, true],
    [{ Resource: 'arn:*:sqs:*:*:jobs' }, queue, true],
    [{ Resource: 'arn:aws:s3:::b/*' }, 'arn:aws:s3:::b/a:b/c', true],
    [{ Resource: 'arn:aws:s3:::b/*' }, 'arn:aws:s3:::b', false],
    [{ Resource: '*' }, '*', true],
    [{ Resource: 'arn:aws:s3:::*' }, '*', false],
    [{ Resource: undefined, NotResource: queue }, queue, false],
    [{ Resource: undefined, NotResource: queue }, 'arn:aws:s3:::b', true],
    [{ Resource: undefined, NotResource: '*' }, queue, false],
  ];
  for (const [statement, resource, expected] of rows) {
    it(`${JSON.stringify(statement)} and ${resource}: ${expected}`, () => {
      assert.equal(applies(statement, { resource }), expected);
    });
  }
});

describe('policy variables', () => {
  const tag = { 'aws:principaltag/team': 'blue' };
  const rows: readonly [string, string, Request['keys'], boolean][] = [
    ['arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/ann/x', {}, true],
    ['arn:aws:s3:::b/${AWS:UserName}/*', 'arn:aws:s3:::b/ann/x', {}, true],
    ['arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/bob/x', {}, false],
    ['arn:aws:s3:::b/${aws:PrincipalTag/team}', 'arn:aws:s3:::b/blue', tag, true],
    ['arn:aws:s3:::b/${aws:PrincipalTag/team}', 'arn:aws:s3:::b/', {}, false],
    ["arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}", 'arn:aws:s3:::b/none', {}, true],
    ["arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}", 'arn:aws:s3:::b/blue', tag, true],
    [
      'arn:aws:s3:::b/${aws:PrincipalTag/team}',
      'arn:aws:s3:::b/x',
      { 'aws:principaltag/team': '*' },
      false,
    ],
    ['arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/*', {}, true],
    ['arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/x', {}, false],
    ['arn:aws:s3:::b/${?}${$}', 'arn:aws:s3:::b/?$', {}, true],
    [
      'arn:aws:sqs:${aws:RequestedRegion}:*:j',
      'arn:aws:sqs:r:1:j',
      { 'aws:requestedregion': 'r' },
      true,
    ],
  ];
  for (const [Resource, resource, keys, expected] of rows) {
    it(`${Resource} and ${resource}: ${expected}`, () => {
      assert.equal(applies({ Resource }, { resource, keys: keys ?? {} }), expected);
    });
  }

  it('are plain text in a document of 2008', () => {
    const Resource = 'arn:aws:s3:::b/${aws:username}';
    assert.equal(applies({ Resource }, { resource: Resource }, '2008-10-17'), true);
    assert.equal(applies({ Resource }, { resource: 'arn:aws:s3:::b/ann' }, '2008-10-17'), false);
  });
});

describe('Condition', () => {
  const at = '2026-01-15T12:00:00Z';
  const arn = 'arn:aws:iam::111111111111:role/app';
  const rows: readonly [string, unknown, ContextValue | undefined, boolean][] = [
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'A', 'a', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', undefined, false],
    ['StringEquals', [], 'a', false],
    ['StringEquals', '${aws:username}', 'ann', true],
    ['StringEquals', '${aws:nothing}', 'ann', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'ABC', 'abc', true],
    ['StringEqualsIgnoreCase', '${aws:username}', 'ANN', true],
    ['StringNotEqualsIgnoreCase', 'ABC', 'abc', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'a*', 'b', false],
    ['StringNotLike', 'a*', 'b', true],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['NumericEquals', 5, '5.0', true],
    ['NumericNotEquals', '5', 6, true],
    ['NumericLessThan', '10', 9, true],
    ['NumericLessThanEquals', '10', 10, true],
    ['NumericGreaterThan', '10', 10, false],
    ['NumericGreaterThanEquals', '1e1', 10, true],
    ['NumericEquals', '5', 'five', false],
    ['DateLessThan', '2026-02-01', at, true],
    ['DateGreaterThan', '2026-01-15T13:00:00+02:00', at, true],
    ['DateGreaterThanEquals', at, at, true],
    ['DateLessThanEquals', '2026-01-15T11:59:59Z', at, false],
    ['DateEquals', '1768478400', at, true],
    ['DateNotEquals', '2026', 1767225600, false],
    ['Bool', 'true', true, true],
    ['Bool', true, 'True', true],
    ['Bool', 'true', false, false],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'false', undefined, true],
    ['BinaryEquals', 'Qmlu', 'Qmlu', true],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['IpAddress', '10.0.0.0/9', '10.128.0.1', false],
    ['IpAddress', ['192.0.2.7', '10.0.0.0/8'], '192.0.2.7', true],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IpAddress', '2001:db8::/33', '2001:db8:7fff::1', true],
    ['IpAddress', '2001:db8::/33', '2001:db8:8000::1', false],
    ['IpAddress', '::ffff:10.0.0.0/104', '::ffff:a00:1', true],
    ['IpAddress', '10.0.0.0/8', 'sns.amazonaws.com', false],
    ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
    ['NotIpAddress', '10.0.0.0/8', undefined, true],
    ['ArnEquals', 'arn:aws:iam::*:role/*', arn, true],
    ['ArnLike', 'arn:aws:iam::111111111111:role/app', arn, true],
    ['ArnLike', 'arn:aws:iam:*:role/app', arn, false],
    ['ArnLike', '*', arn, true],
    ['ArnLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::b:c', true],
    ['ArnNotEquals', 'arn:aws:iam::*:role/other', arn, true],
    ['ArnNotLike', 'arn:aws:iam::*:role/*', arn, false],
    ['Null', 'true', undefined, true],
    ['Null', 'true', [], true],
    ['Null', 'false', undefined, false],
    ['Null', false, 'x', true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues:StringEquals', ['a'], [], true],
    ['ForAllValues:StringNotLike', ['a*'], ['b', 'c'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a'], ['c'], false],
    ['ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, true],
    ['ForAnyValue:StringEquals', ['a'], 'a', true],
    ['StringEquals', ['a'], ['c', 'a'], true],
    ['StringNotEquals', ['a'], ['c', 'a'], false],
  ];
  for (const [operator, values, actual, expected] of rows) {
    it(`${operator} ${JSON.stringify(values)} and ${JSON.stringify(actual)}: ${expected}`, () => {
      const keys: Record<string, ContextValue> = actual === undefined ? {} : { 'x:key': actual };
      assert.equal(applies({ Condition: { [operator]: { 'X:Key': values } } }, { keys }), expected);
    });
  }

  it('needs every line and every key to hold', () => {
    const Condition = { StringEquals: { 'x:a': '1', 'x:b': '2' }, Bool: { 'x:c': 'true' } };
    const keys = { 'x:a': '1', 'x:b': '2', 'x:c': true };
    assert.equal(applies({ Condition }, { keys }), true);
    for (const key of Object.keys(keys)) {
      assert.equal(applies({ Condition }, { keys: { ...keys, [key]: 'false' } }), false);
    }
  });

  const own: readonly [string, string][] = [
    ['aws:PrincipalArn', 'arn:aws:iam::111111111111:user/ann'],
    ['aws:PrincipalAccount', '111111111111'],
    ['aws:PrincipalType', 'User'],
    ['aws:userid', 'AIDAANN'],
    ['aws:username', 'ann'],
    ['aws:PrincipalIsAWSService', 'false'],
  ];
  for (const [key, value] of own) {
    it(`knows ${key} from the caller`, () => {
      assert.equal(applies({ Condition: { StringEquals: { [key]: value } } }), true);
    });
  }
});

describe('wildcards', () => {
  it('cost no exponential time', () => {
    const Resource = `arn:aws:s3:::${'*a'.repeat(500)}*b`;
    assert.equal(applies({ Resource }, { resource: `arn:aws:s3:::${'a'.repeat(20_000)}` }), false);
  });
});
