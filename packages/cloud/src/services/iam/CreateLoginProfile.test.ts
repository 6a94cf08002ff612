import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';

/** Both were made for these tests; nothing else knows them. */
const sshKey = `ssh-rsa ${Buffer.from('\0\0\0\x07ssh-rsa\0\0\0\x03\x01\0\x01\0\0\0\x01\x05', 'latin1').toString('base64')} ann`;
const certificate = `-----BEGIN CERTIFICATE-----
MIIBWjCCAQCgAwIBAgIUP0A2PzzH2n0wDQYJKoZIhvcNAQELBQAwDTELMAkGA1UE
-----END CERTIFICATE-----`;

test('refuses: passwords that the account does not take', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  await iam.createUser({ UserName: 'ann' });
  const give = (Password: string) => iam.createLoginProfile({ UserName: 'ann', Password });
  const violation = {
    name: 'PasswordPolicyViolationException',
    message: 'Password does not conform to the account password policy.',
  };
  for (const weak of ['Sh0rt!', 'onlylowercase', 'lower and UPPER']) {
    await assert.rejects(give(weak), violation, weak);
  }
  await assert.rejects(iam.getAccountPasswordPolicy({}), {
    name: 'NoSuchEntityException',
    message: 'The Password Policy with domain name 123456789012 cannot be found.',
  });
  await iam.updateAccountPasswordPolicy({ MinimumPasswordLength: 12, RequireSymbols: true });
  await assert.rejects(give('NoSymbol12345'), violation);
  await give('with-a-symbol');
  await assert.rejects(give('with-a-symbol'), { name: 'EntityAlreadyExistsException' });
  await iam.deleteAccountPasswordPolicy({});
  await assert.rejects(iam.deleteAccountPasswordPolicy({}), { name: 'NoSuchEntityException' });
});

test('does: gives users passwords, which they change where they may', async () => {
  await using cloud = await startTestCloud();
  const ann = await signInAs(cloud, 'ann', []);
  const { iam } = cloud;
  const UserName = 'ann';
  await iam.createLoginProfile({
    UserName,
    Password: 'Correct-horse-1',
    PasswordResetRequired: true,
  });
  assert.equal((await iam.getLoginProfile({ UserName })).LoginProfile!.PasswordResetRequired, true);
  const change = (OldPassword: string, NewPassword: string) =>
    ann.iam.changePassword({ OldPassword, NewPassword });
  await assert.rejects(change('Correct-horse-1', 'Battery-staple-2'), {
    message: /not authorized to perform: iam:ChangePassword/,
  });
  await iam.updateAccountPasswordPolicy({
    AllowUsersToChangePassword: true,
    PasswordReusePrevention: 2,
  });
  await assert.rejects(change('wrong', 'Battery-staple-2'), {
    message: 'The old password was incorrect.',
  });
  await change('Correct-horse-1', 'Battery-staple-2');
  await assert.rejects(change('Battery-staple-2', 'Correct-horse-1'), {
    name: 'PasswordPolicyViolationException',
  });
  assert.equal(
    (await iam.getLoginProfile({ UserName })).LoginProfile!.PasswordResetRequired,
    false,
  );
  const told = JSON.stringify(cloud.records());
  for (const secret of ['Correct-horse-1', 'Battery-staple-2']) assert.ok(!told.includes(secret));
  await iam.deleteLoginProfile({ UserName });
  await assert.rejects(iam.getLoginProfile({ UserName }), {
    name: 'NoSuchEntityException',
    message: 'Login Profile for User ann cannot be found.',
  });
});

test('does: keeps all credentials of a user, and deletes none of them with it', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const UserName = 'ann';
  await iam.createUser({ UserName });
  const ssh = (await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: sshKey })).SSHPublicKey!;
  assert.match(ssh.Fingerprint!, /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
  const SSHPublicKeyId = ssh.SSHPublicKeyId!;
  const service = (
    await iam.createServiceSpecificCredential({
      UserName,
      ServiceName: 'codecommit.amazonaws.com',
    })
  ).ServiceSpecificCredential!;
  assert.equal(service.ServiceUserName, 'ann-at-123456789012');
  const ServiceSpecificCredentialId = service.ServiceSpecificCredentialId!;
  const { ServiceSpecificCredential } = await iam.resetServiceSpecificCredential({
    UserName,
    ServiceSpecificCredentialId,
  });
  assert.notEqual(ServiceSpecificCredential!.ServicePassword, service.ServicePassword);
  await assert.rejects(iam.uploadSigningCertificate({ UserName, CertificateBody: certificate }), {
    name: 'MalformedCertificateException',
  });
  await iam.createLoginProfile({ UserName, Password: 'Correct-horse-1' });

  const Status = 'Inactive';
  await iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status });
  await iam.updateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status });
  const { SSHPublicKeys } = await iam.listSSHPublicKeys({ UserName });
  assert.deepEqual(
    SSHPublicKeys!.map((key) => [key.SSHPublicKeyId, key.Status]),
    [[SSHPublicKeyId, Status]],
  );
  const { ServiceSpecificCredentials } = await iam.listServiceSpecificCredentials({ UserName });
  assert.equal(ServiceSpecificCredentials![0]!.Status, Status);
  assert.ok(!('ServicePassword' in ServiceSpecificCredentials![0]!));
  const found = await iam.getSSHPublicKey({ UserName, SSHPublicKeyId, Encoding: 'SSH' });
  assert.equal(found.SSHPublicKey!.SSHPublicKeyBody, sshKey);

  const steps: [left: string, take: () => Promise<unknown>][] = [
    ['login profile', () => iam.deleteLoginProfile({ UserName })],
    ['ssh public keys', () => iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId })],
    [
      'service specific credentials',
      () => iam.deleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId }),
    ],
  ];
  for (const [left, take] of steps) {
    await assert.rejects(iam.deleteUser({ UserName }), {
      name: 'DeleteConflictException',
      message: `Cannot delete entity, must delete ${left} first.`,
    });
    await take();
  }
  await iam.deleteUser({ UserName });
});
