import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { secretNamed } from './secretNamed.testkit.ts';

const allow = (Action: string, Resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string) => ({ Effect: 'Deny', Action, Resource: '*' });
const read = 'secretsmanager:GetSecretValue';

async function startWithSecret(): Promise<{ cloud: TestCloud; arn: string }> {
  const cloud = await startTestCloud();
  const { ARN } = await cloud.secretsmanager.createSecret({
    Name: 'mine',
    SecretString: 'v',
    Description: 'a secret',
    Tags: [{ Key: 'Team', Value: 'blue' }],
  });
  return { cloud, arn: ARN! };
}

test('refuses: reads by users, in the words of AWS, recorded without parameters', async () => {
  const { cloud, arn } = await startWithSecret();
  await using _ = cloud;
  const cases: [string, object[], string][] = [
    ['nobody', [], `because no identity-based policy allows the ${read} action`],
    ['denied', [allow(read), deny(read)], 'with an explicit deny in an identity-based policy'],
    ['banned', [allow(read)], 'with an explicit deny in a resource-based policy'],
  ];
  for (const [userName, statements, reason] of cases) {
    const { secretsmanager } = await signInAs(cloud, userName, statements);
    const user = `arn:aws:iam::123456789012:user/${userName}`;
    if (userName === 'banned') {
      const ResourcePolicy = policyText([{ ...deny(read), Principal: { AWS: user } }]);
      await cloud.secretsmanager.putResourcePolicy({ SecretId: 'mine', ResourcePolicy });
    }
    const message = `User: ${user} is not authorized to perform: ${read} on resource: ${arn} ${reason}`;
    await assert.rejects(secretsmanager.getSecretValue({ SecretId: 'mine' }), {
      name: 'AccessDeniedException',
      message,
    });
    const record = cloud.records().at(-1);
    assert.equal(record?.errorCode, 'AccessDenied');
    assert.equal(record?.errorMessage, message);
    assert.equal(record?.requestParameters, null);
  }
});

test('refuses: reads by role sessions whose policies do not allow them', async () => {
  const { cloud, arn } = await startWithSecret();
  await using _ = cloud;
  const Statement = [{ ...allow('sts:AssumeRole'), Principal: { AWS: '123456789012' } }];
  const trust = Statement.map(({ Resource: _none, ...rest }) => rest);
  await cloud.iam.createRole({ RoleName: 'reader', AssumeRolePolicyDocument: policyText(trust) });
  const PolicyDocument = policyText([allow('secretsmanager:*')]);
  await cloud.iam.putRolePolicy({ RoleName: 'reader', PolicyName: 'own', PolicyDocument });
  const cases: [string, object[], string][] = [
    [
      'narrow',
      [allow('secretsmanager:DescribeSecret')],
      `because no session policy allows the ${read} action`,
    ],
    ['denied', [allow(read), deny(read)], 'with an explicit deny in a session policy'],
  ];
  for (const [RoleSessionName, statements, reason] of cases) {
    const { Credentials } = await cloud.sts.assumeRole({
      RoleArn: 'arn:aws:iam::123456789012:role/reader',
      RoleSessionName,
      Policy: policyText(statements),
    });
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    const { secretsmanager } = cloud.as({
      credentials: {
        accessKeyId: AccessKeyId!,
        secretAccessKey: SecretAccessKey!,
        sessionToken: SessionToken!,
      },
    });
    const session = `arn:aws:sts::123456789012:assumed-role/reader/${RoleSessionName}`;
    await assert.rejects(secretsmanager.getSecretValue({ SecretId: arn }), {
      name: 'AccessDeniedException',
      message: `User: ${session} is not authorized to perform: ${read} on resource: ${arn} ${reason}`,
    });
  }
});

test('refuses: to tell whether a secret exists, unless all of its possible ARNs are allowed', async () => {
  const { cloud } = await startWithSecret();
  await using _ = cloud;
  const cases: [string, string | undefined, string][] = [
    ['nothing', undefined, 'AccessDeniedException'],
    ['suffix', secretNamed('gone-AbCdEf'), 'AccessDeniedException'],
    ['prefix', secretNamed('gone-*'), 'ResourceNotFoundException'],
    ['marks', secretNamed('gone-??????'), 'ResourceNotFoundException'],
  ];
  for (const [userName, resource, name] of cases) {
    const statements = resource ? [allow(read, resource)] : [];
    const { secretsmanager } = await signInAs(cloud, userName, statements);
    await assert.rejects(secretsmanager.getSecretValue({ SecretId: 'gone' }), (error: Error) => {
      assert.equal(error.name, name);
      if (name === 'AccessDeniedException') {
        assert.match(error.message, / on resource: gone because no identity-based policy allows/);
      }
      return true;
    });
  }
});

test('does: lets in whom the resource policy alone allows', async () => {
  const { cloud } = await startWithSecret();
  await using _ = cloud;
  const { secretsmanager } = await signInAs(cloud, 'guest', []);
  const Principal = { AWS: 'arn:aws:iam::123456789012:user/guest' };
  await cloud.secretsmanager.putResourcePolicy({
    SecretId: 'mine',
    ResourcePolicy: policyText([{ ...allow(read), Principal }]),
    BlockPublicPolicy: true,
  });
  assert.equal((await secretsmanager.getSecretValue({ SecretId: 'mine' })).SecretString, 'v');
});

test('does: gives policies the condition keys of AWS', async () => {
  const { cloud, arn } = await startWithSecret();
  await using _ = cloud;
  const on = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } });
  type Secrets = TestCloud['secretsmanager'];
  const cases: [string, string, string, (client: Secrets) => Promise<unknown>, boolean][] = [
    [
      'GetSecretValue',
      'secretsmanager:SecretId',
      arn,
      (c) => c.getSecretValue({ SecretId: 'mine' }),
      true,
    ],
    [
      'GetSecretValue',
      'secretsmanager:ResourceTag/Team',
      'blue',
      (c) => c.getSecretValue({ SecretId: 'mine' }),
      true,
    ],
    [
      'GetSecretValue',
      'aws:ResourceTag/Team',
      'red',
      (c) => c.getSecretValue({ SecretId: 'mine' }),
      false,
    ],
    [
      'GetSecretValue',
      'secretsmanager:SecretPrimaryRegion',
      'us-east-1',
      (c) => c.getSecretValue({ SecretId: 'mine' }),
      true,
    ],
    [
      'GetSecretValue',
      'secretsmanager:VersionStage',
      'AWSCURRENT',
      (c) => c.getSecretValue({ SecretId: 'mine' }),
      false,
    ],
    [
      'GetSecretValue',
      'secretsmanager:VersionStage',
      'AWSCURRENT',
      (c) => c.getSecretValue({ SecretId: 'mine', VersionStage: 'AWSCURRENT' }),
      true,
    ],
    [
      'PutSecretValue',
      'secretsmanager:VersionStage',
      'BLUE',
      (c) => c.putSecretValue({ SecretId: 'mine', SecretString: 'w', VersionStages: ['BLUE'] }),
      false,
    ],
    ['CreateSecret', 'secretsmanager:Name', 'new', (c) => c.createSecret({ Name: 'new' }), true],
    ['CreateSecret', 'secretsmanager:Name', 'new', (c) => c.createSecret({ Name: 'newer' }), false],
    [
      'UpdateSecret',
      'secretsmanager:Description',
      'd',
      (c) => c.updateSecret({ SecretId: 'mine', Description: 'd' }),
      true,
    ],
    [
      'TagResource',
      'aws:RequestTag/Team',
      'red',
      (c) => c.tagResource({ SecretId: 'mine', Tags: [{ Key: 'Team', Value: 'green' }] }),
      false,
    ],
    [
      'PutResourcePolicy',
      'secretsmanager:BlockPublicPolicy',
      'true',
      (c) =>
        c.putResourcePolicy({
          SecretId: 'mine',
          ResourcePolicy: policyText([{ ...deny(read), Principal: '*' }]),
        }),
      false,
    ],
    [
      'DeleteSecret',
      'secretsmanager:ForceDeleteWithoutRecovery',
      'true',
      (c) => c.deleteSecret({ SecretId: 'mine' }),
      false,
    ],
    [
      'DeleteSecret',
      'secretsmanager:RecoveryWindowInDays',
      '7',
      (c) => c.deleteSecret({ SecretId: 'mine', RecoveryWindowInDays: 7 }),
      true,
    ],
  ];
  for (const [index, [action, key, value, call, isAllowed]] of cases.entries()) {
    const statements = [allow(`secretsmanager:${action}`, '*', on(key, value))];
    const { secretsmanager } = await signInAs(cloud, `user${index}`, statements);
    const what = `${action} on ${key} = ${value}`;
    if (isAllowed) await assert.doesNotReject(call(secretsmanager), what);
    else await assert.rejects(call(secretsmanager), { name: 'AccessDeniedException' }, what);
  }
});

test('refuses: tags on a new secret without TagResource', async () => {
  await using cloud = await startTestCloud();
  const { secretsmanager } = await signInAs(cloud, 'maker', [allow('secretsmanager:CreateSecret')]);
  await secretsmanager.createSecret({ Name: 'plain' });
  await assert.rejects(
    secretsmanager.createSecret({ Name: 'tagged', Tags: [{ Key: 'a', Value: 'b' }] }),
    {
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/maker is not authorized to perform: secretsmanager:TagResource ' +
        'on resource: tagged because no identity-based policy allows the secretsmanager:TagResource action',
    },
  );
});
