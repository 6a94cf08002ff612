import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from '@aws-sdk/client-secrets-manager';
import { startTestCloud } from '@tocsin/testkit';

async function startWithSecrets() {
  const cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({
    Name: 'app/db',
    Description: 'Orders database',
    Tags: [{ Key: 'Team', Value: 'Blue' }],
  });
  await cloud.advance('1s');
  await secretsmanager.createSecret({ Name: 'app/key', Tags: [{ Key: 'Owner', Value: 'red' }] });
  await cloud.advance('1s');
  await secretsmanager.createSecret({
    Name: 'Other',
    Description: 'orders of others',
    AddReplicaRegions: [{ Region: 'eu-west-1' }],
  });
  await cloud.advance('1s');
  await secretsmanager.createSecret({ Name: 'leaving' });
  await secretsmanager.deleteSecret({ SecretId: 'leaving' });
  return cloud;
}

test('refuses: filters without keys or values, and tokens it has not given', async () => {
  await using cloud = await startWithSecrets();
  const { secretsmanager } = cloud;
  const cases: [object, string, RegExp][] = [
    [{ Filters: [{ Values: ['a'] }] }, 'InvalidParameterException', /Invalid filter key/],
    [
      { Filters: [{ Key: 'name' }] },
      'InvalidParameterException',
      /Invalid filter values for key: name/,
    ],
    [
      { Filters: [{ Key: 'color', Values: ['a'] }] },
      'ValidationException',
      /filters\.1\.member\.key/,
    ],
    [{ NextToken: 'made-up' }, 'InvalidNextTokenException', /./],
    [{ MaxResults: 101 }, 'ValidationException', /less than or equal to 100/],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(secretsmanager.listSecrets(input), { name, message });
  }
});

test('does: filters by every key', async () => {
  await using cloud = await startWithSecrets();
  const all = ['Other', 'app/db', 'app/key'];
  const cases: [Filter[], string[]][] = [
    [[], all],
    [[{ Key: 'name', Values: ['app/'] }], ['app/db', 'app/key']],
    [[{ Key: 'name', Values: ['APP/'] }], []],
    [[{ Key: 'name', Values: ['db'] }], []],
    [[{ Key: 'name', Values: ['!app/'] }], ['Other']],
    [[{ Key: 'name', Values: ['app/d', 'O'] }], ['Other', 'app/db']],
    [[{ Key: 'description', Values: ['ORDERS'] }], ['Other', 'app/db']],
    [[{ Key: 'description', Values: ['!orders d'] }], ['Other', 'app/key']],
    [[{ Key: 'tag-key', Values: ['Te'] }], ['app/db']],
    [[{ Key: 'tag-key', Values: ['te'] }], []],
    [[{ Key: 'tag-value', Values: ['!Bl'] }], ['Other', 'app/key']],
    [[{ Key: 'primary-region', Values: ['us-'] }], ['Other']],
    [[{ Key: 'owning-service', Values: ['rds'] }], []],
    [[{ Key: 'all', Values: ['database app'] }], ['app/db']],
    [[{ Key: 'all', Values: ['RED'] }], ['app/key']],
    [
      [
        { Key: 'name', Values: ['app/'] },
        { Key: 'tag-key', Values: ['Owner'] },
      ],
      ['app/key'],
    ],
  ];
  for (const [Filters, expected] of cases) {
    const { SecretList } = await cloud.secretsmanager.listSecrets({
      Filters,
      SortBy: 'name',
      SortOrder: 'asc',
    });
    const names = SecretList?.map(({ Name }) => Name);
    assert.deepEqual(names, expected, JSON.stringify(Filters));
  }
});

test('does: shows secrets marked for deletion when asked', async () => {
  await using cloud = await startWithSecrets();
  const { SecretList } = await cloud.secretsmanager.listSecrets({ IncludePlannedDeletion: true });
  assert.deepEqual(
    SecretList?.map(({ Name, DeletedDate }) => [Name, DeletedDate !== undefined]),
    [
      ['leaving', true],
      ['Other', false],
      ['app/key', false],
      ['app/db', false],
    ],
  );
});

test('does: sorts and pages in both directions', async () => {
  await using cloud = await startWithSecrets();
  const { secretsmanager } = cloud;
  for (const [SortBy, SortOrder, expected] of [
    ['created-date', 'asc', ['app/db', 'app/key', 'Other']],
    ['created-date', 'desc', ['Other', 'app/key', 'app/db']],
    ['name', 'asc', ['Other', 'app/db', 'app/key']],
    ['name', 'desc', ['app/key', 'app/db', 'Other']],
  ] as const) {
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await secretsmanager.listSecrets({
        SortBy,
        SortOrder,
        MaxResults: 2,
        NextToken,
      });
      names.push(...page.SecretList!.map(({ Name }) => Name));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(names, expected);
  }
});

test('does: lists versions with labels newest first, and all of them oldest first', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const SecretId = 'mine';
  await secretsmanager.createSecret({ Name: SecretId, SecretString: '1' });
  await secretsmanager.putSecretValue({ SecretId, SecretString: '2' });
  await secretsmanager.putSecretValue({ SecretId, SecretString: '3' });
  const { Versions } = await secretsmanager.listSecretVersionIds({ SecretId });
  assert.deepEqual(
    Versions?.map(({ VersionStages, KmsKeyIds }) => [VersionStages, KmsKeyIds]),
    [
      [['AWSCURRENT'], ['DefaultEncryptionKey']],
      [['AWSPREVIOUS'], ['DefaultEncryptionKey']],
    ],
  );
  const stages: unknown[] = [];
  let NextToken: string | undefined;
  do {
    const input = { SecretId, IncludeDeprecated: true, MaxResults: 1, NextToken };
    const page = await secretsmanager.listSecretVersionIds(input);
    stages.push(...page.Versions!.map(({ VersionStages }) => VersionStages));
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(stages, [undefined, ['AWSPREVIOUS'], ['AWSCURRENT']]);
});
