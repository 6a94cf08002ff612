import assert from 'node:assert/strict';
import test from 'node:test';
import { type Config, defaults } from './config.ts';
import { type Decision, decide, type Facts, ignoredBecause } from './gate.ts';
import { type Principal, principalOf, principalOfArn, type UserIdentity } from './principal.ts';

const account = '123456789012';
const user = principalOfArn(`arn:aws:iam::${account}:user/alice`)!;
const role = principalOfArn(`arn:aws:iam::${account}:role/app/reader`)!;
const sso = principalOfArn(
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
)!;
const linked = principalOfArn(
  `arn:aws:iam::${account}:role/aws-service-role/s3.amazonaws.com/AWSServiceRoleForS3`,
)!;

const config: Config = { ...defaults, evidenceBucket: 'evidence' };
const facts: Facts = {
  principal: user,
  byPerson: false,
  touchesHoneytoken: true,
  tags: {},
  exists: true,
  ownArn: `arn:aws:sts::${account}:assumed-role/tocsin-kill-switch/run`,
  othersThisHour: 0,
};

type Row = [string, Partial<Facts>, Partial<Config>, Decision['verdict'], RegExp?];
const rows: readonly Row[] = [
  ['a honeytoken', {}, {}, 'contain'],
  ['any other secret', { touchesHoneytoken: false }, {}, 'ask', /mode approve/],
  ['any other secret, mode auto', { touchesHoneytoken: false }, { mode: 'auto' }, 'contain'],
  ['a honeytoken, mode notify', {}, { honeytokenMode: 'notify' }, 'page'],
  ['a role', { principal: role }, {}, 'contain'],
  ['root', { principal: principalOfArn(`arn:aws:iam::${account}:root`)! }, {}, 'page', /root/],
  ['a service-linked role', { principal: linked }, {}, 'page', /service/],
  ['a role of Identity Center', { principal: sso }, {}, 'secret'],
  ['who has the break-glass tag', { tags: { 'tocsin:break-glass': '' } }, {}, 'page', /tag/],
  ['who is protected', {}, { protect: ['*:user/al*'] }, 'page', /protected/],
  ['who does not exist', { exists: false, tags: undefined }, {}, 'page', /exist/],
  ['whose tags are unknown', { tags: undefined }, {}, 'ask', /tags/],
  ['one too many', { othersThisHour: 10 }, {}, 'ask', /limit of 10/],
  ['by a person, one too many', { othersThisHour: 10, byPerson: true }, {}, 'contain', /person/],
  ['by a person, break-glass', { byPerson: true, tags: { 'tocsin:break-glass': 'x' } }, {}, 'page'],
  [
    'a path for break-glass',
    { principal: principalOfArn(`arn:aws:iam::${account}:user/break-glass/eve`)! },
    {},
    'page',
    /path/,
  ],
  [
    'the kill-switch itself',
    { principal: principalOfArn(`arn:aws:iam::${account}:role/ops/tocsin-kill-switch`)! },
    {},
    'page',
    /itself/,
  ],
];

test('decides', async (t) => {
  for (const [name, some, settings, verdict, because] of rows) {
    await t.test(`${name}: ${verdict}`, () => {
      const decision = decide({ ...facts, ...some }, { ...config, ...settings });
      assert.equal(decision.verdict, verdict, decision.because);
      if (because) assert.match(decision.because, because);
    });
  }
});

test('leaves whoever is on the allow-list in peace', () => {
  const allow = [`arn:aws:iam::${account}:role/app/*`];
  assert.match(ignoredBecause(role, { ...config, allow })!, /allow-list/);
  assert.equal(ignoredBecause(user, { ...config, allow }), undefined);
});

const roleIdentity: UserIdentity = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:run',
  arn: `arn:aws:sts::${account}:assumed-role/reader/run`,
  accountId: account,
  sessionContext: { sessionIssuer: { type: 'Role', arn: role.arn } },
};
const identities: readonly [string, UserIdentity, Partial<Principal>][] = [
  ['a role in a session', roleIdentity, { arn: role.arn, path: '/app/', reach: 'full' }],
  [
    'a caller in the record of a batch',
    { ...roleIdentity, invokedBy: 'secretsmanager.amazonaws.com' },
    { arn: role.arn, reach: 'full' },
  ],
  ['a service', { type: 'AWSService', invokedBy: 'x.amazonaws.com' }, { reach: 'none' }],
  [
    'somebody of another account',
    { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '999999999999' },
    { kind: 'other', reach: 'secret' },
  ],
  [
    'a federated user',
    {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${account}:federated-user/fay`,
      principalId: `${account}:fay`,
      accountId: account,
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: user.arn } },
    },
    { arn: user.arn, kind: 'user', reach: 'full' },
  ],
  ['an unknown type', { type: 'WebIdentityUser', accountId: account }, { reach: 'none' }],
];

test('knows whom a record means', async (t) => {
  for (const [name, identity, expected] of identities) {
    await t.test(name, () => {
      const principal = principalOf(identity, account);
      for (const [key, value] of Object.entries(expected)) {
        assert.equal(principal[key as keyof Principal], value);
      }
    });
  }
});
