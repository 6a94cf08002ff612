import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const SecretId = 'mine';

test('refuses: reserved keys, tags without a key and more than fifty tags', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: SecretId });
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  const cases: [object[], string][] = [
    [
      [{ Key: 'aws:cloud', Value: 'v' }],
      "Tag keys can't begin with aws:, which is reserved for AWS use.",
    ],
    [[{ Value: 'v' }], 'Each tag must have a key.'],
    [many, "You can't attach more than 50 tags to a secret."],
  ];
  for (const [Tags, message] of cases) {
    await assert.rejects(secretsmanager.tagResource({ SecretId, Tags }), {
      name: 'InvalidParameterException',
      message,
    });
  }
});

test('does: adds, replaces and takes off tags', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: SecretId });
  const tags = async () => (await secretsmanager.describeSecret({ SecretId })).Tags;
  assert.equal(await tags(), undefined);
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await secretsmanager.tagResource({ SecretId, Tags });
  await secretsmanager.tagResource({ SecretId, Tags: [{ Key: 'a', Value: '3' }] });
  assert.deepEqual(await tags(), [
    { Key: 'a', Value: '3' },
    { Key: 'b', Value: '2' },
  ]);
  await secretsmanager.untagResource({ SecretId, TagKeys: ['b', 'c'] });
  assert.deepEqual(await tags(), [{ Key: 'a', Value: '3' }]);
  await secretsmanager.untagResource({ SecretId, TagKeys: ['a'] });
  assert.deepEqual(await tags(), []);
});
