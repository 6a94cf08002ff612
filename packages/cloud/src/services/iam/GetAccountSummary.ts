import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { groups, managedPolicies, mfaDevices, roles, users } from './state.ts';

/** Counts what is in the account, beside its quotas. */
export const GetAccountSummary = operation<object, GetAccountSummaryResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => ({ SummaryMap: { ...quotas, ...counts(context) } }),
});

function counts(context: Context) {
  const devices = [...context.globalTable(mfaDevices).values()];
  const policies = [...context.globalTable(managedPolicies).values()];
  return {
    Users: context.globalTable(users).size,
    Groups: context.globalTable(groups).size,
    Roles: context.globalTable(roles).size,
    Policies: policies.length,
    PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
    InstanceProfiles: 0,
    Providers: 0,
    ServerCertificates: 0,
    MFADevices: devices.length,
    MFADevicesInUse: devices.filter(({ assigned }) => assigned).length,
    AccountMFAEnabled: 0,
    AccountAccessKeysPresent: 0,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: 0,
  };
}

const quotas = {
  UsersQuota: 5000,
  GroupsQuota: 300,
  RolesQuota: 1000,
  PoliciesQuota: 1500,
  InstanceProfilesQuota: 1000,
  ServerCertificatesQuota: 20,
  PolicyVersionsInUseQuota: 10_000,
  GroupsPerUserQuota: 10,
  AccessKeysPerUserQuota: 2,
  SigningCertificatesPerUserQuota: 2,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  AssumeRolePolicySizeQuota: 2048,
  PolicySizeQuota: 6144,
  VersionsPerPolicyQuota: 5,
  GlobalEndpointTokenVersion: 1,
};
