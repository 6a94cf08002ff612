import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import { signInAs, startTestCloud } from '@tocsin/testkit';

const arn = (name: string) => `arn:aws:ssm:us-east-1:123456789012:parameter/${name}`;

test('refuses: parameters that cannot be put', async () => {
  await using cloud = await startTestCloud();
  const { ssm } = cloud;
  await ssm.putParameter({ Name: 'taken', Value: 'a', Type: 'String' });
  await ssm.putParameter({ Name: 'large', Value: 'a', Type: 'String', Tier: 'Advanced' });
  const cases: [Partial<PutParameterRequest>, name: string, message: RegExp][] = [
    [{ Name: 'taken' }, 'ParameterAlreadyExists', /^The parameter already exists\. To overwrite/],
    [
      { Name: 'taken', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
      'ValidationException',
      /^Invalid request: tags and overwrite/,
    ],
    [
      { Name: 'taken', Overwrite: true, Type: 'SecureString' },
      'HierarchyTypeMismatchException',
      /changing a parameter type/,
    ],
    [
      { Name: 'large', Overwrite: true, Tier: 'Standard' },
      'ValidationException',
      /can't downgrade/,
    ],
    [{ Type: undefined }, 'ValidationException', /^A parameter type is required/],
    [
      { Name: '/aws/x' },
      'AccessDeniedException',
      /^No access to reserved parameter name: \/aws\/x\.$/,
    ],
    [{ Name: 'ssmThing' }, 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
    [{ Name: 'a/b' }, 'ValidationException', /must be a fully qualified name/],
    [{ Name: '/a'.repeat(16) }, 'HierarchyLevelLimitExceededException', /15 levels/],
    [
      { Value: 'x'.repeat(4097) },
      'ValidationException',
      /^Standard tier parameters support a maximum parameter value of 4096/,
    ],
    [
      { Value: 'x'.repeat(8193), Tier: 'Advanced' },
      'ValidationException',
      /^Advanced tier parameters/,
    ],
    [{ Value: '' }, 'ValidationException', /^1 validation error detected: Value '' at 'value'/],
    [{ Value: '{{x}}' }, 'ValidationException', /can't nest another parameter/],
    [{ AllowedPattern: '^b' }, 'ParameterPatternMismatchException', /allowedPattern: \^b$/],
    [{ AllowedPattern: '(' }, 'InvalidAllowedPatternException', /regular expression/],
    [{ KeyId: 'alias/aws/ssm' }, 'ValidationException', /SecureString type parameter only/],
    [{ Type: 'SecureString', KeyId: 'alias/mine' }, 'NotImplemented', /KeyId other than/],
    [{ DataType: 'aws:ec2:image' }, 'NotImplemented', /DataType aws:ec2:image/],
    [{ Policies: '[]' }, 'NotImplemented', /PutParameter: Policies/],
  ];
  for (const [more, name, message] of cases) {
    const request = { Name: 'new', Value: 'a', Type: 'String', ...more } as PutParameterRequest;
    await assert.rejects(ssm.putParameter(request), { name, message }, JSON.stringify(more));
  }
});

test('does: keeps versions, labels and history, sealed where it is secret', async () => {
  await using cloud = await startTestCloud();
  const { ssm } = cloud;
  const put = (Value: string, more: object = {}) =>
    ssm.putParameter({ Name: '/app/key', Value, Type: 'SecureString', ...more });
  assert.deepEqual(
    [(await put('one')).Version, (await put('two', { Overwrite: true })).Version],
    [1, 2],
  );
  const get = async (Name: string, WithDecryption = true) =>
    (await ssm.getParameter({ Name, WithDecryption })).Parameter!;

  assert.notEqual((await get('/app/key', false)).Value, 'two');
  await ssm.labelParameterVersion({ Name: '/app/key', ParameterVersion: 1, Labels: ['live'] });
  for (const [name, value] of [
    ['/app/key', 'two'],
    ['/app/key:1', 'one'],
    ['/app/key:live', 'one'],
    [arn('app/key'), 'two'],
    [`${arn('app/key')}:1`, 'one'],
  ] as const) {
    assert.equal((await get(name)).Value, value, name);
  }
  assert.equal((await get('/app/key:live')).Selector, ':live');
  assert.deepEqual(
    (await ssm.labelParameterVersion({ Name: '/app/key', Labels: ['live', '1st'] })).InvalidLabels,
    ['1st'],
  );
  const { Parameters = [] } = await ssm.getParameterHistory({
    Name: '/app/key',
    WithDecryption: true,
  });
  assert.deepEqual(
    Parameters.map(({ Version, Value, Labels, KeyId }) => [Version, Value, Labels, KeyId]),
    [
      [1, 'one', [], 'alias/aws/ssm'],
      [2, 'two', ['live'], 'alias/aws/ssm'],
    ],
  );
  const removed = await ssm.unlabelParameterVersion({
    Name: '/app/key',
    ParameterVersion: 2,
    Labels: ['live', 'never'],
  });
  assert.deepEqual([removed.RemovedLabels, removed.InvalidLabels], [['live'], ['never']]);
  await assert.rejects(get('/app/key:9'), {
    name: 'ParameterVersionNotFound',
    message:
      'Systems Manager could not find version 9 of /app/key. Verify the version and try again.',
  });
  await ssm.deleteParameter({ Name: '/app/key' });
  await assert.rejects(get('/app/key'), { name: 'ParameterNotFound' });
});

test('does: finds parameters by path, by names, by filters', async () => {
  await using cloud = await startTestCloud();
  const { ssm } = cloud;
  for (const Name of ['/a/one', '/a/two', '/a/b/three', '/ab/four', 'five']) {
    await ssm.putParameter({ Name, Value: 'v', Type: Name === '/a/two' ? 'StringList' : 'String' });
  }
  await ssm.addTagsToResource({
    ResourceType: 'Parameter',
    ResourceId: 'five',
    Tags: [{ Key: 'team', Value: 'blue' }],
  });
  const names = ({ Parameters = [] }: { Parameters?: { Name?: string }[] }) =>
    Parameters.map(({ Name }) => Name);
  const byPath = async (Path: string, more: object = {}) =>
    names(await ssm.getParametersByPath({ Path, ...more }));
  assert.deepEqual(await byPath('/a'), ['/a/one', '/a/two']);
  assert.deepEqual(await byPath('/a/', { Recursive: true }), ['/a/b/three', '/a/one', '/a/two']);
  assert.deepEqual(
    await byPath('/a', { ParameterFilters: [{ Key: 'Type', Values: ['StringList'] }] }),
    ['/a/two'],
  );
  const page = await ssm.getParametersByPath({ Path: '/', Recursive: true, MaxResults: 2 });
  assert.deepEqual(names(page), ['/a/b/three', '/a/one']);
  assert.deepEqual(
    await byPath('/', { Recursive: true, MaxResults: 9, NextToken: page.NextToken }),
    ['/a/two', '/ab/four', 'five'],
  );
  await assert.rejects(byPath('/', { NextToken: 'x' }), { name: 'InvalidNextToken' });
  await assert.rejects(byPath('a'), { name: 'ValidationException' });

  const several = await ssm.getParameters({ Names: ['five', 'six', '/a/one:1'] });
  assert.deepEqual([names(several), several.InvalidParameters], [['/a/one', 'five'], ['six']]);
  const filters: [object, string[]][] = [
    [{ Key: 'Name', Option: 'Contains', Values: ['/a/'] }, ['/a/b/three', '/a/one', '/a/two']],
    [{ Key: 'Path', Option: 'Recursive', Values: ['/ab'] }, ['/ab/four']],
    [{ Key: 'tag:team', Values: ['blue'] }, ['five']],
  ];
  for (const [filter, expected] of filters) {
    const ParameterFilters = [filter as { Key: string }];
    assert.deepEqual(names(await ssm.describeParameters({ ParameterFilters })), expected);
  }
  const deleted = await ssm.deleteParameters({ Names: ['five', 'six'] });
  assert.deepEqual([deleted.DeletedParameters, deleted.InvalidParameters], [['five'], ['six']]);
});

test('does: asks policies for the ARN of the path, and its tags', async () => {
  await using cloud = await startTestCloud();
  await cloud.ssm.putParameter({ Name: '/own/key', Value: 'v', Type: 'String' });
  await cloud.ssm.putParameter({ Name: '/other/key', Value: 'v', Type: 'String' });
  const user = await signInAs(cloud, 'dora', [
    { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: arn('own/*') },
  ]);
  await user.ssm.getParameter({ Name: '/own/key:1' });
  await assert.rejects(user.ssm.getParameter({ Name: '/other/key' }), {
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::123456789012:user/dora is not authorized to perform: ssm:GetParameter on resource: ${arn('other/key')} because no identity-based policy allows the ssm:GetParameter action`,
  });
});

test('records: what was read, and no values', async () => {
  await using cloud = await startTestCloud();
  await cloud.ssm.putParameter({ Name: '/a/key', Value: 'very secret', Type: 'SecureString' });
  await cloud.ssm.getParameter({ Name: '/a/key', WithDecryption: true });
  const [put, get] = cloud.records();
  assert.deepEqual(put?.requestParameters, {
    name: '/a/key',
    value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    type: 'SecureString',
  });
  assert.deepEqual(put?.responseElements, { version: 1, tier: 'Standard' });
  assert.deepEqual(get?.requestParameters, { name: '/a/key', withDecryption: true });
  assert.equal(get?.responseElements, null);
  assert.deepEqual(get?.resources, [{ accountId: '123456789012', ARN: arn('a/key') }]);
  assert.equal(JSON.stringify(cloud.records()).includes('very secret'), false);
});
