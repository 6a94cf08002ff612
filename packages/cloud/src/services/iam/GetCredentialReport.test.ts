import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, signInAs, startTestCloud } from '@tocsin/testkit';

test('refuses: a report that is not there, not ready or too old', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  const { iam } = cloud;
  await assert.rejects(iam.getCredentialReport({}), {
    name: 'CredentialReportNotPresentException',
  });
  assert.equal((await iam.generateCredentialReport({})).State, 'STARTED');
  assert.equal((await iam.generateCredentialReport({})).State, 'INPROGRESS');
  await assert.rejects(iam.getCredentialReport({}), { name: 'CredentialReportNotReadyException' });
  await cloud.advance('5s');
  assert.equal((await iam.generateCredentialReport({})).State, 'COMPLETE');
  await iam.getCredentialReport({});
  await cloud.advance('4h');
  await assert.rejects(iam.getCredentialReport({}), { name: 'CredentialReportExpiredException' });
});

test('does: tells the credentials of all users as CSV', async () => {
  await using cloud = await startTestCloud({ startMs: Date.parse('2026-06-01T12:00:30Z') });
  const { iam } = cloud;
  const ann = await signInAs(cloud, 'ann', [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }]);
  await iam.updateAccountPasswordPolicy({ MaxPasswordAge: 90 });
  await iam.createLoginProfile({ UserName: 'ann', Password: 'Correct-horse-1' });
  await ann.sns.listTopics({});
  await iam.generateCredentialReport({});
  const { Content, ReportFormat } = await iam.getCredentialReport({});
  assert.equal(ReportFormat, 'text/csv');
  const [head, root, user, administrator, ...more] = Buffer.from(Content!).toString().split('\n');
  assert.equal(
    head,
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
  );
  assert.equal(
    root,
    '<root_account>,arn:aws:iam::123456789012:root,2026-06-01T12:00:30+00:00,not_supported,no_information,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
  );
  assert.equal(
    user,
    'ann,arn:aws:iam::123456789012:user/ann,2026-06-01T12:00:30+00:00,true,no_information,2026-06-01T12:00:30+00:00,2026-08-30T12:00:30+00:00,false,true,2026-06-01T12:00:30+00:00,2026-06-01T12:00:00+00:00,us-east-1,sns,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
  );
  assert.match(administrator!, /^tocsin-admin,/);
  assert.deepEqual(more, []);
});

test('does: tells the whole account with GetAccountAuthorizationDetails', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const text = policyText([{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }]);
  await signInAs(cloud, 'ann', [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }]);
  await iam.createGroup({ GroupName: 'g' });
  await iam.addUserToGroup({ GroupName: 'g', UserName: 'ann' });
  const { Policy } = await iam.createPolicy({ PolicyName: 'p', PolicyDocument: text });
  await iam.attachGroupPolicy({ GroupName: 'g', PolicyArn: Policy!.Arn });
  await iam.createRole({
    RoleName: 'r',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } },
    ]),
  });
  const whole = await iam.getAccountAuthorizationDetails({});
  assert.equal(whole.IsTruncated, false);
  const [ann, administrator] = whole.UserDetailList!;
  assert.deepEqual(ann!.GroupList, ['g']);
  assert.equal(decodeURIComponent(ann!.UserPolicyList![0]!.PolicyDocument!), text);
  assert.equal(administrator!.UserPolicyList, undefined);
  assert.deepEqual(whole.GroupDetailList![0]!.AttachedManagedPolicies, [
    { PolicyName: 'p', PolicyArn: Policy!.Arn },
  ]);
  assert.equal(whole.RoleDetailList![0]!.RoleName, 'r');
  assert.deepEqual(
    whole.Policies!.map(({ PolicyName, AttachmentCount }) => [PolicyName, AttachmentCount]),
    [
      ['AdministratorAccess', 1],
      ['p', 1],
    ],
  );
  const roles = await iam.getAccountAuthorizationDetails({ Filter: ['Role', 'Group'] });
  assert.equal(roles.UserDetailList?.length ?? 0, 0);
  assert.equal(roles.RoleDetailList!.length + roles.GroupDetailList!.length, 2);
  let Marker: string | undefined;
  let things = 0;
  do {
    const page = await iam.getAccountAuthorizationDetails({ MaxItems: 2, Marker });
    things += [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies]
      .map((list) => list?.length ?? 0)
      .reduce((sum, count) => sum + count);
    Marker = page.Marker;
  } while (Marker);
  assert.equal(things, 6);
});
