import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { secretNamed } from './secretNamed.testkit.ts';

test('refuses: lists and filters together, neither, and paging of a list', async () => {
  await using cloud = await startTestCloud();
  const Filters = [{ Key: 'name' as const, Values: ['a'] }];
  const either = "Either 'SecretIdList' or 'Filters' must be provided, but not both.";
  const cases: [object, string][] = [
    [{}, either],
    [{ SecretIdList: ['a'], Filters }, either],
    [
      { SecretIdList: ['a'], MaxResults: 5 },
      "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
    ],
  ];
  for (const [input, message] of cases) {
    await assert.rejects(cloud.secretsmanager.batchGetSecretValue(input), {
      name: 'InvalidParameterException',
      message,
    });
  }
});

test('does: reads what it can and lists what failed', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  const { ARN } = await secretsmanager.createSecret({ Name: 'open', SecretString: 'v' });
  await secretsmanager.createSecret({ Name: 'shut', SecretString: 'w' });
  const reader = await signInAs(cloud, 'reader', [
    { Effect: 'Allow', Action: 'secretsmanager:BatchGetSecretValue', Resource: '*' },
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretNamed('open-*') },
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretNamed('gone-*') },
  ]);
  const { SecretValues, Errors } = await reader.secretsmanager.batchGetSecretValue({
    SecretIdList: [ARN!, 'shut', 'gone'],
  });
  assert.deepEqual(
    SecretValues?.map(({ Name, SecretString }) => [Name, SecretString]),
    [['open', 'v']],
  );
  assert.deepEqual(
    Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode]),
    [
      ['shut', 'AccessDeniedException'],
      ['gone', 'ResourceNotFoundException'],
    ],
  );
  await assert.rejects(
    reader.secretsmanager.batchGetSecretValue({ Filters: [{ Key: 'name', Values: ['o'] }] }),
    { name: 'AccessDeniedException', message: /secretsmanager:ListSecrets/ },
  );
});

test('does: pages through what filters find', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  for (const Name of ['c1', 'b1', 'a1', 'a2', 'a3']) {
    await secretsmanager.createSecret({ Name, SecretString: Name });
  }
  const Filters = [{ Key: 'name' as const, Values: ['a', 'b'] }];
  const first = await secretsmanager.batchGetSecretValue({ Filters, MaxResults: 3 });
  const { NextToken } = first;
  const second = await secretsmanager.batchGetSecretValue({ Filters, MaxResults: 3, NextToken });
  const names = [...first.SecretValues!, ...second.SecretValues!].map(({ Name }) => Name);
  assert.deepEqual(names, ['a1', 'a2', 'a3', 'b1']);
  assert.equal(second.NextToken, undefined);
});

test('records: the batch, and a read of each secret by the service for the caller', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = cloud;
  await secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await secretsmanager.batchGetSecretValue({ SecretIdList: ['mine', 'gone'] });
  const [, mine, gone, batch] = cloud.records();
  assert.equal(batch?.eventName, 'BatchGetSecretValue');
  assert.deepEqual(batch?.requestParameters, { secretIdList: ['mine', 'gone'] });
  assert.equal(batch?.responseElements, null);
  const { accessKeyId, ...identity } = batch!.userIdentity as Record<string, unknown>;
  assert.match(String(accessKeyId), /^AKIA/);
  for (const [record, id, errorCode] of [
    [mine, 'mine', undefined],
    [gone, 'gone', 'ResourceNotFoundException'],
  ] as const) {
    const service = 'secretsmanager.amazonaws.com';
    assert.equal(record?.eventName, 'GetSecretValue');
    assert.deepEqual(record?.userIdentity, { ...identity, invokedBy: service });
    assert.deepEqual([record?.sourceIPAddress, record?.userAgent], [service, service]);
    assert.equal(record?.requestID, `${batch?.requestID}:${id}`);
    assert.deepEqual(record?.requestParameters, { secretId: id });
    assert.equal(record?.errorCode, errorCode);
  }
});
