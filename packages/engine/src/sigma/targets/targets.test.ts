import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseEventPattern } from '../../pattern/index.ts';
import { parseSigma, type SigmaCorrelation, type SigmaRule } from '../index.ts';
import {
  createTableSql,
  spellingsOf,
  toAthenaSql,
  toEventPattern,
  toFilterPattern,
  valuesOf,
} from './index.ts';

const source = { file: 'rule.yml', lineOf: () => 7 };

function rule(selection: object, filter?: object, extra: object = {}): SigmaRule {
  const detection = filter
    ? { selection, filter, condition: 'selection and not filter' }
    : { selection, condition: 'selection' };
  return parseSigma(
    { title: 'r', logsource: { product: 'aws' }, detection, ...extra },
    source,
  ) as SigmaRule;
}

const DETAIL_TYPES = ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'];

it('CloudWatch: takes the spelling of CloudTrail, and != with NOT EXISTS', () => {
  const signIn = rule(
    { eventName: 'consolelogin', 'responseElements.ConsoleLogin': 'SUCCESS' },
    { 'additionalEventData.MFAUsed': 'yes' },
  );
  const { fidelity, patterns, regexPatterns } = toFilterPattern(signIn);
  assert.deepEqual(
    { fidelity, patterns, regexPatterns },
    {
      fidelity: 'exact',
      patterns: [
        '{ ($.eventName = "ConsoleLogin") && ($.responseElements.ConsoleLogin = "Success") && ((($.additionalEventData.MFAUsed != "Yes") && ($.additionalEventData.MFAUsed != "YES")) || $.additionalEventData.MFAUsed NOT EXISTS) }',
      ],
      regexPatterns: 0,
    },
  );
});

const filters: readonly [string, object, string, string][] = [
  [
    'no known spelling is a regular expression',
    { userAgent: 'Ab' },
    'exact',
    '$.userAgent = %^[Aa][Bb]$%',
  ],
  [
    'what has no case needs none',
    { recipientAccountId: '111111111111' },
    'exact',
    '$.recipientAccountId = 111111111111',
  ],
  ['cased is as it is', { 'userAgent|cased': 'Ab*' }, 'exact', '$.userAgent = "Ab*"'],
  [
    'a boolean is one, or its text',
    { readOnly: false },
    'exact',
    '$.readOnly = "false" || $.readOnly IS FALSE',
  ],
  [
    'a block of one is an address',
    { 'sourceIPAddress|cidr': '10.1.2.3/32' },
    'exact',
    '$.sourceIPAddress = "10.1.2.3"',
  ],
  [
    'a block ends with an octet',
    { 'sourceIPAddress|cidr': '10.1.0.0/16' },
    'exact',
    '$.sourceIPAddress = "10.1.*"',
  ],
  [
    'or within one',
    { 'sourceIPAddress|cidr': '10.2.0.0/15' },
    'exact',
    '$.sourceIPAddress = "10.2.*" || $.sourceIPAddress = "10.3.*"',
  ],
  [
    'null is null or missing',
    { errorCode: null },
    'exact',
    '$.errorCode IS NULL || $.errorCode NOT EXISTS',
  ],
  [
    'lists are reached by [*]',
    { 'resources.type': 'AWS::S3::Bucket', 'resources.type|cased': 'x' },
    'exact',
    '($.resources[*].type = %^[Aa][Ww][Ss]::[Ss]3::[Bb][Uu][Cc][Kk][Ee][Tt]$%) && ($.resources[*].type = "x")',
  ],
  [
    'lists in lists are not',
    { 'requestParameters.ipPermissions.items.ipRanges.items.cidrIp': '0.0.0.0/0' },
    'narrower',
    '$.requestParameters.ipPermissions.items[*].ipRanges.items[0].cidrIp = "0.0.0.0/0" || $.requestParameters.ipPermissions.items[0].ipRanges.items[*].cidrIp = "0.0.0.0/0"',
  ],
];
for (const [what, selection, fidelity, pattern] of filters) {
  it(`CloudWatch: ${what}`, () => {
    const compiled = toFilterPattern(rule(selection));
    assert.deepEqual([compiled.fidelity, ...compiled.patterns], [fidelity, `{ ${pattern} }`]);
  });
}

it('CloudWatch: without regular expressions, it says that it is narrower, and where', () => {
  const compiled = toFilterPattern(rule({ userAgent: 'Ab' }), { allowRegex: false });
  assert.deepEqual(
    [compiled.fidelity, ...compiled.patterns],
    ['narrower', '{ $.userAgent = "Ab" }'],
  );
  assert.deepEqual(
    compiled.notes.map(({ part, line, effect }) => [part, line, effect]),
    [['userAgent', 7, 'narrower']],
  );
});

it('CloudWatch: a long list is several filters of one metric', () => {
  const { patterns } = toFilterPattern(
    rule({ eventSource: 's3.amazonaws.com', eventName: valuesOf('eventName')!.slice(0, 60) }),
  );
  assert.ok(
    patterns.length > 1 &&
      patterns.every((text) => text.length <= 1024 && text.includes('eventSource')),
  );
});

it('what a target cannot say is impossible, or wider if that is wanted', () => {
  const object = rule({ eventName: 'UpdateTrail', 'requestParameters|contains': 'false' });
  for (const compile of [toFilterPattern, toEventPattern]) {
    assert.equal(compile(object).fidelity, 'impossible');
    assert.deepEqual(compile(object).patterns, []);
    const wider = compile(object, { allowWider: true });
    assert.equal(wider.fidelity, 'wider');
    assert.deepEqual(
      wider.notes.map(({ part, effect }) => [part, effect]),
      [['requestParameters|contains', 'wider']],
    );
  }
  assert.equal(toAthenaSql(object).fidelity, 'exact');
});

it('EventBridge: gives source, detail type and the state that reads need', () => {
  const { patterns, state, usesWildcard, regions, fidelity } = toEventPattern(
    rule({
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'getsecretvalue',
      'requestParameters.secretId|startswith': 'honey',
    }),
  );
  assert.deepEqual(
    { patterns, state, usesWildcard, regions, fidelity },
    {
      patterns: [
        {
          source: ['aws.secretsmanager'],
          'detail-type': DETAIL_TYPES,
          detail: {
            eventSource: ['secretsmanager.amazonaws.com'],
            eventName: ['GetSecretValue'],
            requestParameters: { secretId: [{ prefix: { 'equals-ignore-case': 'honey' } }] },
          },
        },
      ],
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      usesWildcard: false,
      regions: 'each',
      fidelity: 'exact',
    },
  );
});

it('EventBridge: takes both spellings of sign-ins, from us-east-1', () => {
  const compiled = toEventPattern(
    rule({ eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }),
  );
  const signIns = ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'];
  assert.deepEqual((compiled.patterns[0] as Record<string, unknown>)['detail-type'], [
    ...DETAIL_TYPES,
    ...signIns,
  ]);
  assert.deepEqual([compiled.state, compiled.regions], ['ENABLED', 'each, and us-east-1']);
});

const details: readonly [string, object, object | undefined, object][] = [
  [
    'a block of one is a literal',
    { 'sourceIPAddress|cidr': ['10.1.2.3/32', '10.0.0.0/8'] },
    undefined,
    { sourceIPAddress: ['10.1.2.3', { cidr: '10.0.0.0/8' }] },
  ],
  [
    'numbers and booleans are both',
    { 'requestParameters.x': [443, true] },
    undefined,
    { requestParameters: { x: ['443', 443, { 'equals-ignore-case': 'true' }, true] } },
  ],
  [
    'contains is a wildcard',
    { 'errorCode|contains': 'unauthorized' },
    undefined,
    { errorCode: [{ wildcard: '*Unauthorized*' }] },
  ],
  [
    'two prefixes of one field are the longer',
    { 'userAgent|cased': 'a*', 'userAgent|startswith|cased': 'ab' },
    undefined,
    { userAgent: [{ prefix: 'ab' }] },
  ],
  [
    'prefix and suffix may share characters',
    { 'userAgent|startswith|cased': 'ab', 'userAgent|endswith|cased': 'bc' },
    undefined,
    { userAgent: [{ wildcard: 'ab*bc' }, 'abc'] },
  ],
  [
    'not (a and b) is $or',
    { eventName: 'StopLogging' },
    { errorCode: 'AccessDenied', 'userIdentity.type': 'root' },
    {
      eventName: ['StopLogging'],
      $or: [
        { errorCode: [{ 'anything-but': ['AccessDenied'] }, { exists: false }] },
        { userIdentity: { type: [{ 'anything-but': ['Root'] }, { exists: false }] } },
      ],
    },
  ],
];
for (const [what, selection, filter, detail] of details) {
  it(`EventBridge: ${what}`, () => {
    const compiled = toEventPattern(rule(selection, filter));
    assert.equal(compiled.fidelity, 'exact', JSON.stringify(compiled.notes));
    assert.deepEqual((compiled.patterns[0] as { detail: object }).detail, detail);
  });
}

it('EventBridge: says what is outside of networks and services', () => {
  const filter = { 'sourceIPAddress|cidr': '128.0.0.0/1' };
  const hosts = {
    selection: { eventName: 'GetSecretValue' },
    a: filter,
    b: { 'sourceIPAddress|endswith': '.AMAZONAWS.com' },
  };
  const detection = { ...hosts, condition: 'selection and not 1 of a and not b' };
  const document = { title: 'r', logsource: { product: 'aws' }, detection };
  const compiled = toEventPattern(parseSigma(document, source) as SigmaRule);
  assert.equal(compiled.fidelity, 'exact');
  const { sourceIPAddress } = (compiled.patterns[0] as { detail: Record<string, unknown> }).detail;
  assert.deepEqual(sourceIPAddress, [
    { cidr: '0.0.0.0/1' },
    { cidr: '0:0:0:0:0:0:0:0/1' },
    { cidr: '8000:0:0:0:0:0:0:0/1' },
    { 'anything-but': { suffix: [...'0123456789abcdefABCDEF:', '.amazonaws.com'] } },
    { exists: false },
  ]);
});

it('EventBridge: a long list is several patterns', () => {
  const { patterns } = toEventPattern(
    rule({ 'userAgent|startswith': Array.from({ length: 90 }, (_, index) => `agent-${index}`) }),
  );
  for (const pattern of patterns) parseEventPattern(JSON.stringify(pattern));
  assert.ok(patterns.length > 1);
});

const guesses = rule(
  { eventName: 'ConsoleLogin', 'responseElements.ConsoleLogin': 'Failure' },
  undefined,
  { name: 'failed' },
);

function correlation(fields: object): SigmaCorrelation {
  const document = {
    title: 'c',
    correlation: {
      type: 'event_count',
      rules: ['failed'],
      timespan: '5m',
      condition: { gte: 10 },
      ...fields,
    },
  };
  return parseSigma(document, source) as SigmaCorrelation;
}

it('CloudWatch: a count is an alarm, which is narrower for its periods, and wider for its groups', () => {
  const all = toFilterPattern(correlation({}), { rules: [guesses] });
  assert.equal(all.fidelity, 'narrower');
  assert.deepEqual(all.alarm, {
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 10,
    treatMissingData: 'notBreaching',
  });
  const grouped = correlation({ 'group-by': ['sourceIPAddress'] });
  assert.equal(toFilterPattern(grouped, { rules: [guesses] }).fidelity, 'impossible');
  const wider = toFilterPattern(grouped, { rules: [guesses], allowWider: true });
  assert.deepEqual([wider.fidelity, wider.alarm.threshold], ['wider', 5]);
});

it('no other target but Athena does the other correlations', () => {
  const values = correlation({
    type: 'value_count',
    condition: { field: 'userIdentity.arn', gte: 3 },
  });
  assert.equal(
    toFilterPattern(values, { rules: [guesses], allowWider: true }).fidelity,
    'impossible',
  );
  assert.equal(toEventPattern(values).fidelity, 'impossible');
  const { sql, fidelity } = toAthenaSql(values, { rules: [guesses] });
  assert.equal(fidelity, 'exact');
  assert.match(sql!, /cardinality\(histogram\(lower\(useridentity\.arn\)\) OVER w/);
  assert.match(sql!, /RANGE BETWEEN 300E0 PRECEDING AND CURRENT ROW/);
});

it('Athena: leaves out partitions, and quotes', () => {
  const { sql } = toAthenaSql(rule({ userAgent: "o'x%_*" }), {
    table: 'security.trail',
    from: '2026-01-31T10:00:00Z',
    to: '2026-01-31T12:00:00Z',
    accounts: ['111111111111'],
    regions: ['eu-west-1'],
  });
  assert.match(
    sql!,
    /FROM "security"\."trail"\nWHERE account IN \('111111111111'\)\n {2}AND region IN \('eu-west-1'\)/,
  );
  assert.match(sql!, /"timestamp" >= '2026\/01\/31'\n {2}AND "timestamp" <= '2026\/02\/01'/);
  assert.ok(sql!.includes(`coalesce(lower(useragent) LIKE 'o''x\\%\\_%' ESCAPE '\\', false)`), sql);
  assert.throws(
    () => toAthenaSql(rule({ userAgent: 'x' }), { table: 'a"b' }),
    /is no name of a table/,
  );
  assert.throws(() => toAthenaSql(rule({ userAgent: 'x' }), { from: 'yesterday' }), /is no time/);
});

it('Athena: makes a table whose partitions are projected', () => {
  const sql = createTableSql({
    table: 'cloudtrail_logs',
    location: 's3://trail/AWSLogs/',
    accounts: ['111111111111', '222222222222'],
    regions: ['eu-west-1'],
  });
  assert.ok(
    sql.includes(
      "'storage.location.template' = 's3://trail/AWSLogs/${account}/CloudTrail/${region}/${timestamp}'",
    ),
  );
  assert.ok(sql.includes("'projection.account.values' = '111111111111,222222222222'"));
  assert.throws(
    () => createTableSql({ table: 't', location: "s3://x'y", accounts: ['1'], regions: [] }),
    TypeError,
  );
});

it('the vocabulary knows all spellings of CloudTrail', () => {
  assert.deepEqual(spellingsOf(['eventName'], ['createapikeyx']), undefined);
  assert.deepEqual(spellingsOf(['eventName'], ['authorizesecuritygroupingress']), [
    ['AuthorizeSecurityGroupIngress'],
  ]);
  assert.deepEqual(spellingsOf(['userIdentity', 'type'], ['IAMUSER']), [['IAMUser']]);
});
