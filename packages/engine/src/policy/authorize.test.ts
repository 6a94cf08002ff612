import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuthorizationRequest, PolicyKind } from './index.ts';
import {
  authorize,
  type Decision,
  denialMessage,
  type PolicySet,
  type Principal,
  parsePolicy,
} from './index.ts';

const ACCOUNT = '111111111111';
const OTHER = '222222222222';
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`;
const READ = 'secretsmanager:GetSecretValue';

const user: Principal = {
  kind: 'user',
  arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`,
  accountId: ACCOUNT,
  userId: 'AIDAANN',
  userName: 'ann',
};
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service/app`;
const session: Principal = {
  kind: 'assumed-role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s1`,
  accountId: ACCOUNT,
  userId: 'AROAAPP:s1',
  roleArn: ROLE,
};
const root: Principal = {
  kind: 'root',
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
const stranger: Principal = { ...user, arn: `arn:aws:iam::${OTHER}:user/eve`, accountId: OTHER };
const service: Principal = { kind: 'service', service: 'cloudwatch.amazonaws.com' };
const anonymous: Principal = { kind: 'anonymous' };

const allow = { Effect: 'Allow', Action: READ, Resource: '*' };
const deny = { Effect: 'Deny', Action: READ, Resource: '*' };
const unrelated = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

function policy(kind: PolicyKind, ...statements: readonly object[]) {
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), kind);
}
const identity = (...statements: readonly object[]) => [policy('identity', ...statements)];
const resource = (Principal: unknown, statement: object = allow) =>
  policy('resource', { ...statement, Principal });

function decide(
  principal: Principal,
  policies: Partial<PolicySet>,
  request: Partial<AuthorizationRequest> = {},
): Decision {
  return authorize(
    { action: READ, resource: SECRET, principal, context: () => undefined, ...request },
    { identity: [], ...policies },
  );
}

/** A short form of the outcome: `yes`, `no <type>` or `DENY <type>`. */
function outcome({ allowed, reason, by }: Decision): string {
  if (allowed) return 'yes';
  return `${reason === 'explicit-deny' ? 'DENY' : 'no'} ${by}`;
}

const noIdentity = 'no identity-based policy';
const noResource = 'no resource-based policy';
const cases: readonly [string, Principal, Partial<PolicySet>, string][] = [
  ['nothing allows', user, {}, noIdentity],
  ['identity allows', user, { identity: identity(allow) }, 'yes'],
  ['deny beats allow', user, { identity: identity(allow, deny) }, 'DENY identity-based policy'],
  [
    'deny in another policy',
    user,
    { identity: [...identity(allow), ...identity(deny)] },
    'DENY identity-based policy',
  ],
  ['resource names the user', user, { resource: resource({ AWS: user.arn }) }, 'yes'],
  ['resource names the user ID', user, { resource: resource({ AWS: 'AIDAANN' }) }, 'yes'],
  ['resource names everyone', user, { resource: resource('*') }, 'yes'],
  ['resource names the account only', user, { resource: resource({ AWS: ACCOUNT }) }, noIdentity],
  [
    'resource names the account, identity allows',
    user,
    { resource: resource({ AWS: root.arn }), identity: identity(allow) },
    'yes',
  ],
  ['resource names another', user, { resource: resource({ AWS: stranger.arn }) }, noIdentity],
  [
    'resource denies',
    user,
    { resource: resource('*', deny), identity: identity(allow) },
    'DENY resource-based policy',
  ],
  [
    'a user named beats the boundary',
    user,
    { resource: resource({ AWS: user.arn }), boundary: policy('boundary', unrelated) },
    'yes',
  ],
  [
    'boundary limits identity',
    user,
    { identity: identity(allow), boundary: policy('boundary', unrelated) },
    'no permissions boundary',
  ],
  [
    'boundary denies',
    user,
    { resource: resource({ AWS: user.arn }), boundary: policy('boundary', deny) },
    'DENY permissions boundary',
  ],
  ['role named', session, { resource: resource({ AWS: ROLE }) }, 'yes'],
  ['role ID named', session, { resource: resource({ AWS: 'AROAAPP' }) }, 'yes'],
  [
    'role named, session policy silent',
    session,
    { resource: resource({ AWS: ROLE }), session: [policy('session', unrelated)] },
    'no session policy',
  ],
  [
    'role named, boundary silent',
    session,
    { resource: resource({ AWS: ROLE }), boundary: policy('boundary', unrelated) },
    'no permissions boundary',
  ],
  [
    'session named, all else silent',
    session,
    {
      resource: resource({ AWS: session.arn }),
      session: [policy('session', unrelated)],
      boundary: policy('boundary', unrelated),
    },
    'yes',
  ],
  [
    'everyone named, session policy silent',
    session,
    { resource: resource('*'), session: [policy('session', unrelated)] },
    'yes',
  ],
  [
    'session policy denies',
    session,
    { resource: resource({ AWS: session.arn }), session: [policy('session', allow, deny)] },
    'DENY session policy',
  ],
  [
    'session policy limits identity',
    session,
    { identity: identity(allow), session: [policy('session', unrelated)] },
    'no session policy',
  ],
  [
    'one of two session policies allows',
    session,
    {
      identity: identity(allow),
      session: [policy('session', unrelated), policy('session', allow)],
    },
    'yes',
  ],
  ['root is allowed', root, {}, 'yes'],
  ['root and resource deny', root, { resource: resource('*', deny) }, 'DENY resource-based policy'],
  [
    'root and SCP',
    root,
    { scps: [[policy('service-control', unrelated)]] },
    'no service control policy',
  ],
  [
    'each SCP level must allow',
    user,
    {
      identity: identity(allow),
      scps: [[policy('service-control', allow)], [policy('service-control', unrelated)]],
    },
    'no service control policy',
  ],
  [
    'SCP denies a named user',
    user,
    {
      resource: resource({ AWS: user.arn }),
      scps: [[policy('service-control', allow, deny)]],
    },
    'DENY service control policy',
  ],
  [
    'across accounts, identity alone',
    stranger,
    { resourceAccountId: ACCOUNT, identity: identity(allow) },
    noResource,
  ],
  [
    'across accounts, resource alone',
    stranger,
    { resourceAccountId: ACCOUNT, resource: resource({ AWS: stranger.arn }) },
    noIdentity,
  ],
  [
    'across accounts, both',
    stranger,
    {
      resourceAccountId: ACCOUNT,
      resource: resource({ AWS: OTHER }),
      identity: identity(allow),
    },
    'yes',
  ],
  ['service without policy', service, {}, noResource],
  ['service by name', service, { resource: resource({ Service: service.service }) }, 'yes'],
  ['another service', service, { resource: resource({ Service: 's3.amazonaws.com' }) }, noResource],
  ['service under everyone', service, { resource: resource({ AWS: '*' }) }, 'yes'],
  ['service under deny', service, { resource: resource('*', deny) }, 'DENY resource-based policy'],
  ['anonymous', anonymous, { resource: resource('*') }, 'yes'],
  ['anonymous and account', anonymous, { resource: resource({ AWS: ACCOUNT }) }, noResource],
];

describe('authorize', () => {
  for (const [title, principal, policies, expected] of cases) {
    it(`${title}: ${expected}`, () => {
      assert.equal(outcome(decide(principal, policies)), expected);
    });
  }

  it('names the statement that decided', () => {
    const policies = { identity: identity({ ...allow, Sid: 'A' }, { ...deny, Sid: 'D' }) };
    assert.equal(decide(user, policies).statementId, 'D');
    const granted = { resource: resource('*', { ...allow, Sid: 'R' }), identity: identity(allow) };
    assert.deepEqual(decide(user, granted), {
      allowed: true,
      reason: 'allowed',
      by: 'resource-based policy',
      statementId: 'R',
    });
  });
});

describe('a role trust policy', () => {
  const trust = (Principal: unknown, Effect = 'Allow') =>
    policy('trust', { Effect, Principal, Action: 'sts:AssumeRole' });
  const assume = { ...allow, Action: 'sts:AssumeRole' };
  const saml = 'arn:aws:iam::111111111111:saml-provider/idp';
  const rows: readonly [string, Principal, Partial<PolicySet>, string][] = [
    ['identity alone', user, { identity: identity(assume) }, 'no role trust policy'],
    ['user named', user, { resource: trust({ AWS: user.arn }) }, 'yes'],
    ['account named', user, { resource: trust({ AWS: ACCOUNT }) }, noIdentity],
    [
      'account named, identity allows',
      user,
      { resource: trust({ AWS: ACCOUNT }), identity: identity(assume) },
      'yes',
    ],
    ['denied', user, { resource: trust('*', 'Deny') }, 'DENY role trust policy'],
    [
      'web identity',
      { kind: 'federated', provider: saml },
      { resource: trust({ Federated: saml }) },
      'yes',
    ],
    ['root has no way round it', root, {}, 'no role trust policy'],
  ];
  for (const [title, principal, policies, expected] of rows) {
    it(`${title}: ${expected}`, () => {
      const nobody = trust({ Service: 'lambda.amazonaws.com' });
      const set = { resource: nobody, ...policies };
      const decision = decide(principal, set, { action: 'sts:AssumeRole', resource: ROLE });
      assert.equal(outcome(decision), expected);
    });
  }
});

describe('NotPrincipal with Deny', () => {
  const but = (...AWS: readonly string[]) => policy('resource', { ...deny, NotPrincipal: { AWS } });
  const boundary = policy('boundary', allow);
  const denied = 'DENY resource-based policy';
  const rows: readonly [string, Principal, Partial<PolicySet>, string][] = [
    ['a user not listed', user, { resource: but(OTHER) }, denied],
    ['a user without its account', user, { resource: but(user.arn) }, denied],
    ['a user with its account', user, { resource: but(user.arn, ACCOUNT) }, 'yes'],
    ['a session without its role', session, { resource: but(session.arn, ACCOUNT) }, denied],
    ['a session with all', session, { resource: but(session.arn, ROLE, root.arn) }, 'yes'],
    ['a boundary', user, { resource: but(user.arn, ACCOUNT), boundary }, denied],
    ['anonymous', anonymous, { resource: but(ACCOUNT) }, denied],
  ];
  for (const [title, principal, policies, expected] of rows) {
    it(`${title}: ${expected}`, () => {
      assert.equal(
        outcome(decide(principal, { identity: identity(allow), ...policies })),
        expected,
      );
    });
  }
});

describe('denialMessage', () => {
  const rows: readonly [Partial<AuthorizationRequest>, Decision, 'full' | 'short', string][] = [
    [
      {},
      { allowed: false, reason: 'implicit-deny', by: 'identity-based policy' },
      'full',
      `User: ${user.arn} is not authorized to perform: ${READ} on resource: ${SECRET} because no identity-based policy allows the ${READ} action`,
    ],
    [
      { resource: '*' },
      { allowed: false, reason: 'implicit-deny', by: 'permissions boundary' },
      'full',
      `User: ${user.arn} is not authorized to perform: ${READ} because no permissions boundary allows the ${READ} action`,
    ],
    [
      {},
      { allowed: false, reason: 'explicit-deny', by: 'service control policy' },
      'full',
      `User: ${user.arn} is not authorized to perform: ${READ} on resource: ${SECRET} with an explicit deny in a service control policy`,
    ],
    [
      { action: 'sts:AssumeRole', resource: ROLE },
      { allowed: false, reason: 'explicit-deny', by: 'role trust policy' },
      'full',
      `User: ${user.arn} is not authorized to perform: sts:AssumeRole with an explicit deny in the role trust policy`,
    ],
    [
      { action: 'sts:AssumeRole', resource: ROLE },
      { allowed: false, reason: 'implicit-deny', by: 'role trust policy' },
      'short',
      `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    ],
    [
      { principal: anonymous, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' },
      { allowed: false, reason: 'implicit-deny', by: 'resource-based policy' },
      'full',
      'User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no resource-based policy allows the s3:GetObject action',
    ],
  ];
  for (const [request, decision, form, expected] of rows) {
    it(expected, () => {
      const full = { action: READ, resource: SECRET, principal: user, context: () => undefined };
      assert.equal(denialMessage({ ...full, ...request }, decision, form), expected);
    });
  }
});
