import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { parseFilterPattern } from '../../filter/index.ts';
import { matchesEvent, parseEventPattern } from '../../pattern/index.ts';
import { compileMatcher, parseSigma, type SigmaRule } from '../index.ts';
import { sqlCondition } from './athena/athenaSql.ts';
import { evaluateSql, rowOf } from './athena/evaluateSql.test.ts';
import { type Compilation, toEventPattern, toFilterPattern } from './index.ts';

/**
 * The targets against the matcher, on random rules and records: what says it is exact matches the
 * same records, what is wider matches no fewer, and what is narrower no more.
 */

const source = { file: 'rule.yml', lineOf: () => undefined };
const regex = (text: string, flags: { i: boolean; m: boolean; s: boolean }) =>
  new RegExp(text, `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}`);

/** Fields and the values that CloudTrail's records have in them. */
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  eventName: ['GetSecretValue', 'DeleteTrail', 'DeleteSecret', 'ConsoleLogin', 'CreateUser'],
  eventSource: ['secretsmanager.amazonaws.com', 'signin.amazonaws.com', 'iam.amazonaws.com'],
  errorCode: ['AccessDenied', 'Client.UnauthorizedOperation'],
  sourceIPAddress: [
    'elasticmapreduce.eu-west-1.amazonaws.com',
    '10.1.2.3',
    '10.200.0.1',
    '172.20.1.1',
    '2001:db8::1',
    'ec2.amazonaws.com',
    'AWS Internal',
  ],
  userAgent: ['Boto3/1.0', 'aws-cli/2.0', 'AWS-CLI/2.0', 'a.a.a'],
  'userIdentity.type': ['Root', 'IAMUser', 'AssumedRole'],
  'userIdentity.arn': [
    'arn:aws:iam::1:root',
    'arn:aws:iam::1:user/Ann',
    'arn:aws:iam::1:root:root',
  ],
  readOnly: [true, false],
  'userIdentity.sessionContext.attributes.mfaAuthenticated': ['true', 'false'],
  'additionalEventData.MFAUsed': ['Yes', 'No'],
  'requestParameters.secretId': ['Prod/db', 'prod/db', 'a*b', 'true', '443', null],
  'requestParameters.fromPort': [22, 443, 443.5, '443', true, null],
  'requestParameters.groupIds': [[], ['sg-1'], ['sg-1', 'SG-2'], 'sg-1', null, [null, 'sg-1']],
  'requestParameters.tags.key': [],
  'resources.ARN': [],
  'resources.type': [],
  'requestParameters.ipPermissions.items.ipRanges.items.cidrIp': [],
  'requestParameters.bucketPolicy.Statement.Effect': [],
  requestParameters: [null],
};
const LISTS = [
  [
    'requestParameters',
    'tags',
    [[{ key: 'Team' }, { value: 'x' }], [{ key: 'team' }], [], [{}], 'x'],
  ],
  [
    'requestParameters',
    'ipPermissions',
    [
      { items: [{ ipRanges: { items: [{ cidrIp: '10.1.2.3' }, { cidrIp: 'x' }] } }] },
      { items: [] },
      {},
    ],
  ],
  [
    'requestParameters',
    'bucketPolicy',
    [
      { Statement: [{ Effect: 'x' }, { Effect: 'Root' }] },
      { Statement: { Effect: 'x' } },
      { Statement: [] },
    ],
  ],
  [
    'resources',
    undefined,
    [[{ ARN: 'arn:aws:s3:::b' }], [{ ARN: 'x' }, { type: 'AWS::S3::Bucket' }], []],
  ],
] as const;

const record = fc
  .tuple(
    ...Object.entries(FIELDS).map(([name, values]) =>
      fc.tuple(
        fc.constant(name),
        fc.option(fc.constantFrom(undefined, ...values), { nil: undefined }),
      ),
    ),
    ...LISTS.map(([first, second, values]) =>
      fc.tuple(
        fc.constant(second ? `${first}.${second}` : first),
        fc.option(fc.constantFrom(...values), { nil: undefined }),
      ),
    ),
  )
  .map((fields) => {
    const made: Record<string, unknown> = { eventVersion: '1.11' };
    for (const [name, value] of fields as [string, unknown][]) {
      if (value !== undefined) put(made, name.split('.'), value);
    }
    return made;
  });

function put(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) object[name] = value;
  else {
    object[name] ??= {};
    if (typeof object[name] === 'object') put(object[name] as Record<string, unknown>, rest, value);
  }
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'GetSecretValue',
    'getsecretvalue',
    'deletetrail',
    'signin.amazonaws.com',
    'accessdenied',
    '443',
    'true',
    'TRUE',
    'no',
    'root',
    'prod/db',
    'Prod/db',
    'sg-1',
    'sg-2',
    'team',
    'a\\*b',
    '*',
    '',
    'a?b',
    'delete*',
    '*.amazonaws.com',
    'arn:*root',
    'x',
  ],
  contains: ['secret', 'Secret', 'delete', 'cli', '44', 'amazon', 'o', 'db', '.a'],
  startswith: ['delete', 'Delete', 'get', 'arn:', 'aws', '10.', '4', 'prod'],
  endswith: ['.amazonaws.com', 'trail', 'Value', ':root', '.com', 'b', '3', '.a'],
  'contains|all': ['a', 'e', 'secret', 'Value'],
  cased: ['GetSecretValue', 'prod/db', 'No', 'D*'],
  neq: ['GetSecretValue', 'AccessDenied', 'Yes'],
  re: ['^Get', 'Secret|Trail', 'cli/\\d', '(a|b)', '^arn:.*root$'],
  're|i': ['^get', 'PROD'],
  cidr: ['10.0.0.0/8', '10.1.2.3/32', '172.16.0.0/12', '10.1.0.0/17', '2001:db8::/32', '0.0.0.0/0'],
  gte: ['22', '100'],
  lt: ['443'],
  fieldref: ['userAgent', 'requestParameters.secretId'],
};

const item = fc
  .constantFrom(
    ...Object.keys(WORDS),
    '',
    '',
    'contains',
    'startswith',
    'endswith',
    'null',
    'exists',
  )
  .chain((modifier) => {
    const field = fc.constantFrom(...Object.keys(FIELDS));
    const values: fc.Arbitrary<unknown> =
      modifier === 'null'
        ? fc.constant(null)
        : modifier === 'exists'
          ? fc.boolean()
          : fc
              .array(fc.constantFrom(...WORDS[modifier]!), {
                minLength: modifier.endsWith('all') ? 2 : 1,
                maxLength: 3,
              })
              .map((words) => (/^[gl]t/.test(modifier) ? Number(words[0]) : words));
    return fc.tuple(field, values).map(([name, value]) => {
      const key = modifier === '' || modifier === 'null' ? name : `${name}|${modifier}`;
      return [key, value] as const;
    });
  });

const rule = fc
  .tuple(
    fc.array(item, { minLength: 1, maxLength: 3 }),
    fc.array(item, { minLength: 1, maxLength: 2 }),
    fc.array(item, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(
      'a',
      'a',
      'not a',
      'a and b',
      'a or b',
      'a and not b',
      'a and not (b and c)',
      '(a or b) and c',
      'a and not b and not c',
      '1 of them',
      'not (a or b) or c',
    ),
  )
  .map(([a, b, c, condition]): SigmaRule => {
    const maps = Object.fromEntries(
      Object.entries({ a, b, c }).map(([name, items]) => [name, Object.fromEntries(items)]),
    );
    const document = {
      title: 'r',
      logsource: { product: 'aws' },
      detection: { ...maps, condition },
    };
    return parseSigma(document, source) as SigmaRule;
  });

const cases = fc.tuple(rule, fc.array(record, { minLength: 12, maxLength: 12 }), fc.boolean());

function agrees(
  name: string,
  compile: (
    rule: SigmaRule,
    allowWider: boolean,
  ) => Compilation & { readonly matches: (record: object) => boolean },
): void {
  it(`${name} keeps what it says of its fidelity`, () => {
    const seen = { exact: 0, wider: 0, narrower: 0, impossible: 0 };
    fc.assert(
      fc.property(cases, ([rule, records, allowWider]) => {
        const { fidelity, notes, matches } = compile(rule, allowWider);
        seen[fidelity] += 1;
        const matcher = compileMatcher([rule], { regex });
        assert.equal(
          fidelity === 'exact',
          notes.every(({ effect }) => effect === 'none'),
        );
        assert.ok(allowWider || fidelity !== 'wider');
        if (fidelity === 'impossible') return;
        for (const record of records) {
          const expected = matcher.match(record).length > 0;
          const actual = matches(record);
          const isRight =
            fidelity === 'exact'
              ? actual === expected
              : fidelity === 'wider'
                ? actual || !expected
                : expected || !actual;
          assert.ok(
            isRight,
            `${fidelity}: rule ${expected}, target ${actual} on ${JSON.stringify(record)}`,
          );
        }
      }),
      { numRuns: 400, endOnFailure: false },
    );
    for (const [fidelity, count] of Object.entries(seen))
      assert.ok(count > 4 || name === 'Athena', `${fidelity} ${count}`);
  });
}

agrees('CloudWatch', (rule, allowWider) => {
  const compiled = toFilterPattern(rule, { allowWider });
  const patterns = compiled.patterns.map(parseFilterPattern);
  const matches = (record: object) =>
    patterns.some((pattern) => pattern.match(JSON.stringify(record)) !== undefined);
  return { ...compiled, matches };
});

agrees('EventBridge', (rule, allowWider) => {
  const compiled = toEventPattern(rule, { allowWider });
  const patterns = compiled.patterns.map((pattern) => parseEventPattern(JSON.stringify(pattern)));
  const matches = (record: object) =>
    patterns.some((pattern) => matchesEvent(pattern, envelope(record)));
  return { ...compiled, matches };
});

function envelope(detail: { eventSource?: string }): object {
  const service = detail.eventSource?.replace('.amazonaws.com', '') ?? 'unknown';
  const isSignIn = service === 'signin';
  const detailType = isSignIn
    ? 'AWS Console Sign In via CloudTrail'
    : 'AWS API Call via CloudTrail';
  return { source: `aws.${service}`, 'detail-type': detailType, detail };
}

agrees('Athena', (rule, allowWider) => {
  const compiled = sqlCondition(rule, { allowWider });
  const matches = (record: object) => evaluateSql(compiled.expression!, rowOf(record)) === true;
  return { ...compiled, matches };
});
