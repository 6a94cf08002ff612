import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { totpCode, totpStep } from './totp.ts';

const account = '123456789012';
const all = { Effect: 'Allow', Action: '*', Resource: '*' };

/** A device's codes, by the cloud's clock. */
async function deviceOf(cloud: TestCloud, VirtualMFADeviceName: string) {
  const { VirtualMFADevice } = await cloud.iam.createVirtualMFADevice({ VirtualMFADeviceName });
  const text = Buffer.from(VirtualMFADevice!.Base32StringSeed!).toString();
  const bits = [...text]
    .map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  const seed = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const code = (steps = 0) => totpCode(seed, totpStep(cloud.parts.clock.now()) + steps);
  return { SerialNumber: VirtualMFADevice!.SerialNumber!, code };
}

async function enabled(cloud: TestCloud, UserName: string) {
  const device = await deviceOf(cloud, UserName);
  await cloud.iam.enableMFADevice({
    UserName,
    SerialNumber: device.SerialNumber,
    AuthenticationCode1: device.code(-1),
    AuthenticationCode2: device.code(),
  });
  await cloud.advance('1m');
  return device;
}

test('does: shows the codes of RFC 6238', () => {
  const seed = Buffer.from('12345678901234567890');
  const cases: [timeMs: number, code: string][] = [
    [59_000, '287082'],
    [1_111_111_109_000, '081804'],
    [1_111_111_111_000, '050471'],
    [1_234_567_890_000, '005924'],
    [2_000_000_000_000, '279037'],
  ];
  for (const [timeMs, code] of cases) assert.equal(totpCode(seed, totpStep(timeMs)), code);
});

test('refuses: wrong codes, codes that were used, and devices of others', async () => {
  await using cloud = await startTestCloud();
  const ann = await signInAs(cloud, 'ann', [all]);
  const bob = await signInAs(cloud, 'bob', [all]);
  const spare = await deviceOf(cloud, 'spare');
  await assert.rejects(
    cloud.iam.enableMFADevice({
      UserName: 'ann',
      SerialNumber: spare.SerialNumber,
      AuthenticationCode1: '000000',
      AuthenticationCode2: '000000',
    }),
    { name: 'InvalidAuthenticationCodeException' },
  );
  const { SerialNumber, code } = await enabled(cloud, 'ann');
  const TokenCode = code();
  const wrong = { name: 'AccessDenied', message: /invalid MFA one time pass code/ };
  const unknown = { name: 'AccessDenied', message: /unable to validate MFA code/ };
  await assert.rejects(ann.sts.getSessionToken({ SerialNumber, TokenCode: code(9) }), wrong);
  await assert.rejects(bob.sts.getSessionToken({ SerialNumber, TokenCode }), unknown);
  await ann.sts.getSessionToken({ SerialNumber, TokenCode });
  await assert.rejects(ann.sts.getSessionToken({ SerialNumber, TokenCode }), wrong);
  await assert.rejects(cloud.iam.deleteVirtualMFADevice({ SerialNumber }), {
    name: 'DeleteConflictException',
  });
});

test('does: makes sessions with MFA, which IAM and policies tell from others', async () => {
  await using cloud = await startTestCloud();
  const recent = {
    Condition: {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': '300' },
    },
  };
  const ann = await signInAs(cloud, 'ann', [{ ...all, ...recent }]);
  const { SerialNumber, code } = await enabled(cloud, 'ann');
  await assert.rejects(ann.iam.listUsers({}), { name: 'AccessDenied' });
  const { Credentials } = await ann.sts.getSessionToken({ SerialNumber, TokenCode: code() });
  const session = cloud.as({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
  await session.iam.listUsers({});
  const { sessionContext } = cloud.records().at(-1)!.userIdentity as {
    sessionContext: { attributes: object };
  };
  assert.equal(Object.values(sessionContext.attributes)[1], 'true');
  await cloud.advance('6m');
  await assert.rejects(session.iam.listUsers({}), { name: 'AccessDenied' });
});

test('does: lets a trust policy ask for MFA', async () => {
  await using cloud = await startTestCloud();
  const ann = await signInAs(cloud, 'ann', [all]);
  const { SerialNumber, code } = await enabled(cloud, 'ann');
  await cloud.iam.createRole({
    RoleName: 'guarded',
    AssumeRolePolicyDocument: policyText([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: account },
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ]),
  });
  const input = { RoleArn: `arn:aws:iam::${account}:role/guarded`, RoleSessionName: 'one' };
  await assert.rejects(ann.sts.assumeRole(input), { name: 'AccessDenied' });
  await ann.sts.assumeRole({ ...input, SerialNumber, TokenCode: code() });
});

test('does: lists devices and takes them away', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  await iam.createUser({ UserName: 'ann' });
  const { SerialNumber, code } = await enabled(cloud, 'ann');
  await deviceOf(cloud, 'spare');
  const { MFADevices } = await iam.listMFADevices({ UserName: 'ann' });
  assert.deepEqual(
    MFADevices!.map((one) => [one.UserName, one.SerialNumber]),
    [['ann', SerialNumber]],
  );
  for (const [AssignmentStatus, count] of [
    ['Any', 2],
    ['Assigned', 1],
    ['Unassigned', 1],
  ] as const) {
    const { VirtualMFADevices } = await iam.listVirtualMFADevices({ AssignmentStatus });
    assert.equal(VirtualMFADevices!.length, count, AssignmentStatus);
  }
  await iam.resyncMFADevice({
    UserName: 'ann',
    SerialNumber,
    AuthenticationCode1: code(4),
    AuthenticationCode2: code(5),
  });
  await iam.deactivateMFADevice({ UserName: 'ann', SerialNumber });
  await iam.deleteVirtualMFADevice({ SerialNumber });
  const [made] = cloud.records().filter(({ eventName }) => eventName === 'CreateVirtualMFADevice');
  assert.ok(!JSON.stringify(made).includes('eed'), 'the record keeps no seed');
});

test('does: takes the next code however slowly the two were typed', async () => {
  await using cloud = await startTestCloud();
  const ann = await signInAs(cloud, 'ann', [all]);
  const { SerialNumber, code } = await deviceOf(cloud, 'ann');
  await cloud.iam.enableMFADevice({
    UserName: 'ann',
    SerialNumber,
    AuthenticationCode1: code(-2),
    AuthenticationCode2: code(-1),
  });
  await ann.sts.getSessionToken({ SerialNumber, TokenCode: code() });
});
