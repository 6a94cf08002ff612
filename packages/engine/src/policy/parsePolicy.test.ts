import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { POLICY_LIMITS, PolicyError, type PolicyKind, parsePolicy, policyLength } from './index.ts';

const base = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' };
const statement = (change: object, kept: object = base) => ({
  Version: '2012-10-17',
  Statement: { ...kept, ...change },
});
const { Action: _action, ...withoutAction } = base;
const { Resource: _resource, ...withoutResource } = base;

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const VERSION = 'Policy document must be version 2012-10-17 or greater.';
const NO_ACTIONS = 'Policy statement must contain actions.';
const NO_RESOURCES = 'Policy statement must contain resources.';
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
const ARN_VENDOR = 'Resource vendor must be fully qualified and cannot contain regexes.';
const IAM_PATH =
  'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, ' +
  'instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, ' +
  'oidc-provider/, report/, access-report/.';

const refused: readonly [unknown, string][] = [
  ['not JSON', SYNTAX],
  [[], SYNTAX],
  [{ Version: '2012-10-17' }, SYNTAX],
  [{ Version: '2012-10-17', Statement: [] }, SYNTAX],
  [{ Version: '2012-10-17', Statement: ['x'] }, SYNTAX],
  [{ Version: '2013-10-17', Statement: base }, SYNTAX],
  [{ Version: '2012-10-17', Statement: base, More: 1 }, SYNTAX],
  [{ Version: '2012-10-17', Statement: base, Id: {} }, SYNTAX],
  [{ Statement: base }, VERSION],
  [{ Version: '2008-10-17', Statement: base }, VERSION],
  [statement({ More: 1 }), SYNTAX],
  [statement({ Sid: [] }), SYNTAX],
  [statement({ Effect: undefined }), SYNTAX],
  [statement({ Effect: 'Perhaps' }), SYNTAX],
  [statement({ Effect: 'denY' }), LEGACY],
  [statement({ Action: {} }), SYNTAX],
  [statement({ Action: [[]] }), SYNTAX],
  [statement({ NotAction: 's3:*' }), SYNTAX],
  [statement({ NotResource: '*' }), SYNTAX],
  [statement({ Resource: ['*', {}] }), SYNTAX],
  [statement({ Condition: [] }), SYNTAX],
  [statement({ Condition: { StringEquals: 'x' } }), SYNTAX],
  [statement({ Condition: { StringEquals: { a: {} } } }), SYNTAX],
  [statement({ Condition: { StringEquals: { a: null } } }), SYNTAX],
  [statement({ Condition: { Resembles: { a: 'x' } } }), SYNTAX],
  [statement({ Condition: { 'ForAnyValue::StringEquals': { a: 'x' } } }), SYNTAX],
  [statement({ Condition: { NullIfExists: { a: 'true' } } }), SYNTAX],
  [statement({ Condition: { constructor: { a: 'x' } } }), SYNTAX],
  [statement({ Condition: { DateLessThan: { a: 'soon' } } }), LEGACY],
  [statement({ Condition: { DateLessThan: { a: '234-13' } } }), LEGACY],
  [statement({ Condition: { DateLessThan: { a: '9223372036854775808' } } }), LEGACY],
  [statement({ Condition: { NumericEquals: { a: 'many' } } }), LEGACY],
  [statement({ Condition: { Bool: { a: 'perhaps' } } }), LEGACY],
  [statement({ Condition: { Null: { a: 'perhaps' } } }), LEGACY],
  [statement({ Condition: { IpAddress: { a: '10.0.0.0/33' } } }), LEGACY],
  [statement({ Principal: '*' }), 'Policy document should not specify a principal.'],
  [statement({}, withoutAction), NO_ACTIONS],
  [statement({ Action: [] }), NO_ACTIONS],
  [statement({}, withoutResource), NO_RESOURCES],
  [statement({ Action: 'x' }, withoutResource), NO_RESOURCES],
  [statement({ Resource: [] }), NO_RESOURCES],
  [statement({ Action: 'ListBucket' }), VENDOR],
  [statement({ Action: '' }), VENDOR],
  [statement({ Action: 's3:List:Bucket' }), 'Actions/Condition can contain only one colon.'],
  [statement({ Action: 'a a:ListBucket' }), 'Vendor a a is not valid'],
  [statement({ Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
  [statement({ Resource: '' }), 'Resource  must be in ARN format or "*".'],
  [
    statement({ Resource: 'aws:s3:::b' }),
    'Partition "s3" is not valid for resource "arn:s3:::b:*".',
  ],
  [statement({ Resource: 'a:b' }), 'Partition "b" is not valid for resource "arn:b:*:*:*:*".'],
  [
    statement({ Resource: 'arn:error:s3:::b' }),
    'Partition "error" is not valid for resource "arn:error:s3:::b".',
  ],
  [statement({ Resource: 'arn:aws' }), ARN_VENDOR],
  [statement({ Resource: 'arn:aws:s3*:::b' }), ARN_VENDOR],
  [statement({ Resource: 'arn:aws:s3::b' }), LEGACY],
  [statement({ Resource: 'arn:aws::x' }), LEGACY],
  [
    statement({ Resource: 'arn:aws:s3:eu-west-1::b' }),
    'Resource arn:aws:s3:eu-west-1::b can not contain region information.',
  ],
  [
    statement({ Resource: 'arn:aws:iam:eu-west-1::user/x' }),
    'IAM resource arn:aws:iam:eu-west-1::user/x cannot contain region information.',
  ],
  [statement({ Resource: 'arn:aws:iam:::box/x' }), IAM_PATH],
  [
    {
      Version: '2012-10-17',
      Statement: [
        { ...base, Sid: 'a' },
        { Effect: 'Allow', Sid: 'a' },
      ],
    },
    'Statement IDs (SID) in a single policy must be unique.',
  ],
];

const trusted = { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' };
const refusedElsewhere: readonly [PolicyKind, object, string][] = [
  ['trust', { ...trusted, Principal: undefined }, 'Missing required field Principal'],
  ['trust', { ...trusted, Resource: '*' }, 'Has prohibited field Resource'],
  ['trust', { ...trusted, Action: undefined }, 'Missing required field Action'],
  [
    'trust',
    { ...trusted, Action: 's3:GetObject' },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    'trust',
    { ...trusted, Principal: { AWS: 'arn:aws:iam::111111111111:role/*' } },
    'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/*"',
  ],
  ['trust', { ...trusted, Principal: { Robot: 'x' } }, SYNTAX],
  ['trust', { ...trusted, Principal: 'x' }, SYNTAX],
  ['resource', base, 'Missing required field Principal'],
  ['resource', { ...withoutResource, Principal: '*' }, 'Missing required field Resource'],
  [
    'resource',
    { ...base, NotPrincipal: { AWS: '*' } },
    'NotPrincipal is not supported with Effect Allow',
  ],
];

const accepted: readonly [PolicyKind, object][] = [
  ['identity', statement({})],
  ['identity', statement({ Action: '*', Resource: ['arn:aws:s3:::b', '*'] })],
  ['identity', statement({ Action: 'iam: with spaces ' })],
  ['identity', statement({ Resource: 'arn:aws:anything' })],
  ['identity', statement({ Resource: 'arn:aws:iam::*:*' })],
  ['identity', statement({ Resource: 'arn:*:iam::aws:policy/x' })],
  ['identity', statement({ Resource: 'arn:aws:iam::*:user/${aws:username}' })],
  ['identity', statement({ Condition: {} })],
  ['identity', statement({ Condition: { a: {} } })],
  ['identity', statement({ Condition: { DateGreaterThan: { a: [] } } })],
  [
    'identity',
    statement({ Condition: { DateGreaterThan: { a: '2016-12-13T2:00:00.593194+01:00' } } }),
  ],
  ['resource', { Statement: { ...base, Principal: '*' } }],
  ['trust', { Version: '2012-10-17', Statement: [trusted] }],
];

describe('parsePolicy', () => {
  for (const [document, message] of refused) {
    it(`refuses ${JSON.stringify(document)}`, () => {
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      assert.throws(() => parsePolicy(text, 'identity'), new PolicyError(message));
    });
  }
  for (const [kind, Statement, message] of refusedElsewhere) {
    it(`refuses as ${kind} ${JSON.stringify(Statement)}`, () => {
      const text = JSON.stringify({ Version: '2012-10-17', Statement });
      assert.throws(() => parsePolicy(text, kind), new PolicyError(message));
    });
  }
  for (const [kind, document] of accepted) {
    it(`accepts as ${kind} ${JSON.stringify(document)}`, () => {
      assert.equal(parsePolicy(JSON.stringify(document), kind).kind, kind);
    });
  }

  it('tells whom the policy names', () => {
    const Principal = { AWS: ['111111111111', 'AIDAX'], Service: 'sns.amazonaws.com' };
    const policy = parsePolicy(JSON.stringify({ Statement: { ...trusted, Principal } }), 'trust');
    assert.deepEqual(policy.principals, [
      { type: 'AWS', value: '111111111111' },
      { type: 'AWS', value: 'AIDAX' },
      { type: 'Service', value: 'sns.amazonaws.com' },
    ]);
  });

  it('refuses a document beyond the length the API takes', () => {
    const text = JSON.stringify(statement({})) + ' '.repeat(131_072);
    assert.throws(() => parsePolicy(text, 'identity'), new PolicyError(SYNTAX));
  });

  it('refuses deep nesting without recursion', () => {
    assert.throws(() => parsePolicy('['.repeat(100_000), 'identity'), new PolicyError(SYNTAX));
  });
});

describe('policyLength', () => {
  it('does not count white space', () => {
    assert.equal(policyLength('{ "a":\n\t1 }'), 7);
    assert.equal(POLICY_LIMITS.managed, 6144);
  });
});
