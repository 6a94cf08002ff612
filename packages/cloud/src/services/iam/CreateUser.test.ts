import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const account = '123456789012';
const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allowAll =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

type Iam = TestCloud['iam'];
type Refusal = [call: (iam: Iam) => Promise<unknown>, name: string, status: number, text: string];

test('refuses: names that are taken or unknown, and users that still have something', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  await iam.createUser({ UserName: 'Ann' });
  await iam.createUser({ UserName: 'Bob' });
  await iam.createGroup({ GroupName: 'crew' });
  await iam.addUserToGroup({ GroupName: 'crew', UserName: 'Bob' });
  await iam.createUser({ UserName: 'keyed' });
  await iam.createAccessKey({ UserName: 'keyed' });
  await iam.createUser({ UserName: 'inline' });
  await iam.putUserPolicy({ UserName: 'inline', PolicyName: 'p', PolicyDocument: allowAll });
  const exists = 'EntityAlreadyExistsException';
  const unknown = 'NoSuchEntityException';
  const conflict = 'DeleteConflictException';
  const none = 'The user with name none cannot be found.';
  const refusals: Refusal[] = [
    [(on) => on.createUser({ UserName: 'ANN' }), exists, 409, 'User with name ANN already exists.'],
    [
      (on) => on.updateUser({ UserName: 'Ann', NewUserName: 'bob' }),
      exists,
      409,
      'User with name bob already exists.',
    ],
    [(on) => on.getUser({ UserName: 'none' }), unknown, 404, none],
    [(on) => on.deleteUser({ UserName: 'none' }), unknown, 404, none],
    [(on) => on.updateUser({ UserName: 'none' }), unknown, 404, none],
    [(on) => on.createAccessKey({ UserName: 'none' }), unknown, 404, none],
    [
      (on) => on.deleteUser({ UserName: 'tocsin-admin' }),
      conflict,
      409,
      'Cannot delete entity, must detach all policies first.',
    ],
    [
      (on) => on.deleteUser({ UserName: 'inline' }),
      conflict,
      409,
      'Cannot delete entity, must delete policies first.',
    ],
    [
      (on) => on.deleteUser({ UserName: 'Bob' }),
      conflict,
      409,
      'Cannot delete entity, must remove users from group first.',
    ],
    [
      (on) => on.deleteUser({ UserName: 'keyed' }),
      conflict,
      409,
      'Cannot delete entity, must delete access keys first.',
    ],
    [
      (on) => on.createUser({ UserName: 'x', PermissionsBoundary: `${administratorAccess}X` }),
      unknown,
      404,
      `Scope ARN: ${administratorAccess}X does not exist or is not attachable.`,
    ],
    [(on) => on.createUser({ UserName: 'x', Path: 'no' }), 'ValidationError', 400, ''],
  ];
  for (const [call, name, status, text] of refusals) {
    await assert.rejects(call(iam), (error: Error & { $metadata: { httpStatusCode: number } }) => {
      assert.equal(error.name, name);
      assert.equal(error.$metadata.httpStatusCode, status);
      if (text) assert.equal(error.message, text);
      return true;
    });
  }
});

test('does: makes, finds, lists, moves and deletes users', async () => {
  await using cloud = await startTestCloud({ startMs: Date.UTC(2026, 8, 1, 12, 0, 0, 500) });
  const { iam } = cloud;
  const tags = [{ Key: 'team', Value: 'red' }];
  const { User } = await iam.createUser({ UserName: 'Ann', Path: '/eu/', Tags: tags });
  assert.match(User!.UserId!, /^AIDA[A-Z2-7]{17}$/);
  assert.deepEqual(User, {
    Path: '/eu/',
    UserName: 'Ann',
    UserId: User!.UserId,
    Arn: `arn:aws:iam::${account}:user/eu/Ann`,
    CreateDate: new Date('2026-09-01T12:00:00Z'),
    Tags: tags,
  });
  assert.deepEqual((await iam.getUser({ UserName: 'aNN' })).User, User);
  assert.equal((await iam.getUser({})).User!.UserName, 'tocsin-admin');
  await iam.createAccessKey({ UserName: 'Ann' });
  await iam.updateUser({ UserName: 'Ann', NewUserName: 'Anna', NewPath: '/us/' });
  const moved = (await iam.getUser({ UserName: 'Anna' })).User!;
  assert.deepEqual(moved, {
    ...User,
    Path: '/us/',
    UserName: 'Anna',
    Arn: `arn:aws:iam::${account}:user/us/Anna`,
  });
  assert.equal((await iam.listAccessKeys({ UserName: 'Anna' })).AccessKeyMetadata?.length, 1);
  for (const name of ['b', 'C', 'a']) await iam.createUser({ UserName: name, Path: '/l/' });
  const first = await iam.listUsers({ PathPrefix: '/l/', MaxItems: 2 });
  assert.equal(first.IsTruncated, true);
  await iam.deleteUser({ UserName: 'a' });
  const rest = await iam.listUsers({ PathPrefix: '/l/', Marker: first.Marker });
  const names = [...first.Users!, ...rest.Users!].map(({ UserName }) => UserName);
  assert.deepEqual(names, ['a', 'b', 'C']);
  assert.equal(rest.IsTruncated, false);
  await assert.rejects(iam.listUsers({ Marker: 'bm9uc2Vuc2U=' }), { name: 'ValidationError' });
});

test('records: in us-east-1, wherever the client is', async () => {
  await using cloud = await startTestCloud({ startMs: Date.UTC(2024, 7, 1, 13, 33, 28) });
  const { iam } = cloud.as({ region: 'eu-west-1' });
  const { User } = await iam.createUser({
    UserName: 'malicious-iam-user',
    Tags: [{ Key: 'a', Value: 'true' }],
  });
  await assert.rejects(iam.createUser({ UserName: 'malicious-iam-user' }));
  await iam.attachUserPolicy({ UserName: 'malicious-iam-user', PolicyArn: administratorAccess });
  const [created, refused, attached] = cloud.records();
  assert.equal(created!.awsRegion, 'us-east-1');
  assert.equal(created!.eventSource, 'iam.amazonaws.com');
  assert.deepEqual(created!.requestParameters, {
    userName: 'malicious-iam-user',
    tags: [{ key: 'a', value: 'true' }],
  });
  assert.deepEqual(created!.responseElements, {
    user: {
      path: '/',
      userName: 'malicious-iam-user',
      userId: User!.UserId,
      arn: `arn:aws:iam::${account}:user/malicious-iam-user`,
      createDate: 'Aug 1, 2024, 1:33:28 PM',
      tags: [{ key: 'a', value: 'true' }],
    },
  });
  assert.equal(refused!.errorCode, 'EntityAlreadyExistsException');
  assert.deepEqual(attached!.requestParameters, {
    userName: 'malicious-iam-user',
    policyArn: administratorAccess,
  });
  assert.equal(attached!.responseElements, null);
});
