import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessKeyIdOf, type ManagementRecord, resourcesOf, userNameOf } from './recordFacts.ts';

function record(changes: Partial<ManagementRecord>): ManagementRecord {
  return {
    userIdentity: {},
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventID: '1',
    readOnly: true,
    requestParameters: null,
    responseElements: null,
    ...changes,
  };
}

test('names who called', () => {
  const cases = [
    [{ type: 'IAMUser', userName: 'ada' }, 'ada'],
    [{ type: 'AssumedRole', principalId: 'AROAEXAMPLE:session' }, 'session'],
    [{ type: 'Root', principalId: '123456789012' }, 'root'],
    [{ type: 'AWSService' }, undefined],
  ] as const;
  for (const [userIdentity, name] of cases) {
    assert.equal(userNameOf(record({ userIdentity })), name);
  }
});

test('has no access key where the record has none, or an empty one', () => {
  assert.equal(accessKeyIdOf(record({})), undefined);
  assert.equal(accessKeyIdOf(record({ userIdentity: { accessKeyId: '' } })), undefined);
  assert.equal(accessKeyIdOf(record({ userIdentity: { accessKeyId: 'AKIA' } })), 'AKIA');
});

test('finds resources in the list, the request and the answer, each once', () => {
  const secretsmanager = 'secretsmanager.amazonaws.com';
  const secret = (name: string) => ({ type: 'AWS::SecretsManager::Secret', name });
  const cases = [
    [record({}), []],
    [record({ eventSource: secretsmanager, requestParameters: { secretId: 'a' } }), [secret('a')]],
    [
      record({ eventSource: secretsmanager, requestParameters: { secretIdList: ['a', 'b', 'a'] } }),
      [secret('a'), secret('b')],
    ],
    [
      record({ resources: [{ type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:key' }] }),
      [{ type: 'AWS::KMS::Key', name: 'arn:aws:kms:key' }],
    ],
    [
      record({
        requestParameters: { roleArn: 'arn:role' },
        responseElements: { credentials: { accessKeyId: 'ASIA' } },
      }),
      [
        { type: 'AWS::IAM::Role', name: 'arn:role' },
        { type: 'AWS::IAM::AccessKey', name: 'ASIA' },
      ],
    ],
    [record({ eventSource: 'strange.amazonaws.com', requestParameters: { name: 'a' } }), []],
  ] as const;
  for (const [given, found] of cases) assert.deepEqual(resourcesOf(given), found);
});
