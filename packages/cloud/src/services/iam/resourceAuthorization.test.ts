import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const file = join(
  import.meta.dirname,
  '../../../../../../shared/data/aws-captures/iam/resource_authorization.json',
);
const skip = existsSync(file) ? false : 'needs ../shared/data';

interface Observation {
  readonly case: string;
  readonly operation: string;
  readonly phase: string;
  readonly input: Readonly<Record<string, string>>;
  readonly code: string;
  readonly http_status: number;
  readonly arn?: string;
  readonly user_name?: string;
}

const Path = '/stackd-probes/resource-auth/';
const name = (what: string) => `resource-auth-${what}`;
const arn = (word: string, what: string) => `arn:aws:iam::123456789012:${word}${Path}${what}`;

test('does: authorizes by the resource that AWS authorized by', { skip }, async () => {
  await using cloud = await startTestCloud();
  const { iam, key } = await asActor(cloud);
  const { observations } = JSON.parse(readFileSync(file, 'utf8')) as {
    observations: Observation[];
  };
  const calls: Record<string, (input: object) => Promise<Answer>> = {
    'get-user': async (input) => ({ arn: (await iam.getUser(input as never)).User!.Arn }),
    'get-group': async (input) => ({ arn: (await iam.getGroup(input as never)).Group!.Arn }),
    'get-role': async (input) => ({ arn: (await iam.getRole(input as never)).Role!.Arn }),
    'get-policy': async (input) => ({ arn: (await iam.getPolicy(input as never)).Policy!.Arn }),
    'create-user': async (input) => ({ arn: (await iam.createUser(input as never)).User!.Arn }),
    'get-access-key-last-used': async () => ({
      userName: (await iam.getAccessKeyLastUsed({ AccessKeyId: key })).UserName,
    }),
  };
  let isMoved = false;
  let checked = 0;
  for (const observed of observations) {
    if (observed.phase === 'moved' && !isMoved) {
      isMoved = true;
      await cloud.iam.updateUser({ UserName: name('User'), NewPath: `${Path}moved/` });
    }
    const call = calls[observed.operation];
    if (!call) continue;
    checked += 1;
    const label = `${observed.operation} ${observed.case}`;
    if (observed.code !== 'Success') {
      await assert.rejects(
        call(observed.input),
        (error: Error & { $metadata: { httpStatusCode: number } }) =>
          error.name === observed.code && error.$metadata.httpStatusCode === observed.http_status,
        label,
      );
      continue;
    }
    const answer = await call(observed.input);
    if (observed.arn) assert.equal(answer.arn, observed.arn, label);
    if (observed.user_name) assert.equal(answer.userName, observed.user_name, label);
  }
  assert.ok(checked >= 17);
});

interface Answer {
  readonly arn?: string | undefined;
  readonly userName?: string | undefined;
}

async function asActor(cloud: TestCloud) {
  for (const what of ['User', 'Actor']) await cloud.iam.createUser({ UserName: name(what), Path });
  await cloud.iam.createGroup({ GroupName: name('Group'), Path });
  const trust = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
  await cloud.iam.createRole({
    RoleName: name('Role'),
    Path,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
  const may = (Action: string[], Resource: string[]) => ({ Effect: 'Allow', Action, Resource });
  const statements = [
    may(['iam:GetUser', 'iam:GetAccessKeyLastUsed'], [arn('user', name('User'))]),
    may(['iam:GetUser'], [arn('user', name('Actor'))]),
    may(['iam:GetGroup'], [arn('group', name('Group'))]),
    may(['iam:GetRole'], [arn('role', name('Role'))]),
    may(['iam:GetPolicy'], [arn('policy', name('Policy'))]),
    may(['iam:CreateUser'], [arn('user', 'created/*')]),
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const { Policy } = await cloud.iam.createPolicy({
    PolicyName: name('Policy'),
    Path,
    PolicyDocument,
  });
  await cloud.iam.attachUserPolicy({ UserName: name('Actor'), PolicyArn: Policy!.Arn });
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName: name('Actor') });
  const { AccessKey: ofUser } = await cloud.iam.createAccessKey({ UserName: name('User') });
  const { iam } = cloud.as({
    credentials: {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    },
  });
  return { iam, key: ofUser!.AccessKeyId! };
}
