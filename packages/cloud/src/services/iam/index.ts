import type { Service } from '../../kernel/service.ts';
import { AddUserToGroup } from './AddUserToGroup.ts';
import { AttachGroupPolicy } from './AttachGroupPolicy.ts';
import { AttachRolePolicy } from './AttachRolePolicy.ts';
import { AttachUserPolicy } from './AttachUserPolicy.ts';
import { ChangePassword } from './ChangePassword.ts';
import { CreateAccessKey } from './CreateAccessKey.ts';
import { CreateAccountAlias } from './CreateAccountAlias.ts';
import { CreateGroup } from './CreateGroup.ts';
import { CreateLoginProfile } from './CreateLoginProfile.ts';
import { CreatePolicy } from './CreatePolicy.ts';
import { CreatePolicyVersion } from './CreatePolicyVersion.ts';
import { CreateRole } from './CreateRole.ts';
import { CreateServiceSpecificCredential } from './CreateServiceSpecificCredential.ts';
import { CreateUser } from './CreateUser.ts';
import { CreateVirtualMFADevice } from './CreateVirtualMFADevice.ts';
import { DeactivateMFADevice } from './DeactivateMFADevice.ts';
import { DeleteAccessKey } from './DeleteAccessKey.ts';
import { DeleteAccountAlias } from './DeleteAccountAlias.ts';
import { DeleteAccountPasswordPolicy } from './DeleteAccountPasswordPolicy.ts';
import { DeleteGroup } from './DeleteGroup.ts';
import { DeleteGroupPolicy } from './DeleteGroupPolicy.ts';
import { DeleteLoginProfile } from './DeleteLoginProfile.ts';
import { DeletePolicy } from './DeletePolicy.ts';
import { DeletePolicyVersion } from './DeletePolicyVersion.ts';
import { DeleteRole } from './DeleteRole.ts';
import { DeleteRolePermissionsBoundary } from './DeleteRolePermissionsBoundary.ts';
import { DeleteRolePolicy } from './DeleteRolePolicy.ts';
import { DeleteServiceSpecificCredential } from './DeleteServiceSpecificCredential.ts';
import { DeleteSigningCertificate } from './DeleteSigningCertificate.ts';
import { DeleteSSHPublicKey } from './DeleteSSHPublicKey.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.ts';
import { DeleteUserPolicy } from './DeleteUserPolicy.ts';
import { DeleteVirtualMFADevice } from './DeleteVirtualMFADevice.ts';
import { DetachGroupPolicy } from './DetachGroupPolicy.ts';
import { DetachRolePolicy } from './DetachRolePolicy.ts';
import { DetachUserPolicy } from './DetachUserPolicy.ts';
import { EnableMFADevice } from './EnableMFADevice.ts';
import { GenerateCredentialReport } from './GenerateCredentialReport.ts';
import { GetAccessKeyLastUsed } from './GetAccessKeyLastUsed.ts';
import { GetAccountAuthorizationDetails } from './GetAccountAuthorizationDetails.ts';
import { GetAccountPasswordPolicy } from './GetAccountPasswordPolicy.ts';
import { GetAccountSummary } from './GetAccountSummary.ts';
import { GetContextKeysForCustomPolicy } from './GetContextKeysForCustomPolicy.ts';
import { GetContextKeysForPrincipalPolicy } from './GetContextKeysForPrincipalPolicy.ts';
import { GetCredentialReport } from './GetCredentialReport.ts';
import { GetGroup } from './GetGroup.ts';
import { GetGroupPolicy } from './GetGroupPolicy.ts';
import { GetLoginProfile } from './GetLoginProfile.ts';
import { GetPolicy } from './GetPolicy.ts';
import { GetPolicyVersion } from './GetPolicyVersion.ts';
import { GetRole } from './GetRole.ts';
import { GetRolePolicy } from './GetRolePolicy.ts';
import { GetSSHPublicKey } from './GetSSHPublicKey.ts';
import { GetUser } from './GetUser.ts';
import { GetUserPolicy } from './GetUserPolicy.ts';
import { ListAccessKeys } from './ListAccessKeys.ts';
import { ListAccountAliases } from './ListAccountAliases.ts';
import { ListAttachedGroupPolicies } from './ListAttachedGroupPolicies.ts';
import { ListAttachedRolePolicies } from './ListAttachedRolePolicies.ts';
import { ListAttachedUserPolicies } from './ListAttachedUserPolicies.ts';
import { ListEntitiesForPolicy } from './ListEntitiesForPolicy.ts';
import { ListGroupPolicies } from './ListGroupPolicies.ts';
import { ListGroups } from './ListGroups.ts';
import { ListGroupsForUser } from './ListGroupsForUser.ts';
import { ListMFADevices } from './ListMFADevices.ts';
import { ListPolicies } from './ListPolicies.ts';
import { ListPolicyTags } from './ListPolicyTags.ts';
import { ListPolicyVersions } from './ListPolicyVersions.ts';
import { ListRolePolicies } from './ListRolePolicies.ts';
import { ListRoles } from './ListRoles.ts';
import { ListRoleTags } from './ListRoleTags.ts';
import { ListServiceSpecificCredentials } from './ListServiceSpecificCredentials.ts';
import { ListSigningCertificates } from './ListSigningCertificates.ts';
import { ListSSHPublicKeys } from './ListSSHPublicKeys.ts';
import { ListUserPolicies } from './ListUserPolicies.ts';
import { ListUsers } from './ListUsers.ts';
import { ListUserTags } from './ListUserTags.ts';
import { ListVirtualMFADevices } from './ListVirtualMFADevices.ts';
import { PutGroupPolicy } from './PutGroupPolicy.ts';
import { PutRolePermissionsBoundary } from './PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from './PutRolePolicy.ts';
import { PutUserPermissionsBoundary } from './PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from './PutUserPolicy.ts';
import { RemoveUserFromGroup } from './RemoveUserFromGroup.ts';
import { ResetServiceSpecificCredential } from './ResetServiceSpecificCredential.ts';
import { ResyncMFADevice } from './ResyncMFADevice.ts';
import { SetDefaultPolicyVersion } from './SetDefaultPolicyVersion.ts';
import { SimulateCustomPolicy } from './SimulateCustomPolicy.ts';
import { SimulatePrincipalPolicy } from './SimulatePrincipalPolicy.ts';
import { TagPolicy } from './TagPolicy.ts';
import { TagRole } from './TagRole.ts';
import { TagUser } from './TagUser.ts';
import { UntagPolicy } from './UntagPolicy.ts';
import { UntagRole } from './UntagRole.ts';
import { UntagUser } from './UntagUser.ts';
import { UpdateAccessKey } from './UpdateAccessKey.ts';
import { UpdateAccountPasswordPolicy } from './UpdateAccountPasswordPolicy.ts';
import { UpdateAssumeRolePolicy } from './UpdateAssumeRolePolicy.ts';
import { UpdateGroup } from './UpdateGroup.ts';
import { UpdateLoginProfile } from './UpdateLoginProfile.ts';
import { UpdateRole } from './UpdateRole.ts';
import { UpdateRoleDescription } from './UpdateRoleDescription.ts';
import { UpdateServiceSpecificCredential } from './UpdateServiceSpecificCredential.ts';
import { UpdateSigningCertificate } from './UpdateSigningCertificate.ts';
import { UpdateSSHPublicKey } from './UpdateSSHPublicKey.ts';
import { UpdateUser } from './UpdateUser.ts';
import { UploadSigningCertificate } from './UploadSigningCertificate.ts';
import { UploadSSHPublicKey } from './UploadSSHPublicKey.ts';
import { withoutUserSessions } from './userSessions.ts';

export const iam: Service = {
  name: 'iam',
  sdk: '@aws-sdk/client-iam',
  eventSource: 'iam.amazonaws.com',
  global: true,
  operations: withoutUserSessions({
    AddUserToGroup,
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    ChangePassword,
    CreateAccessKey,
    CreateAccountAlias,
    CreateGroup,
    CreateLoginProfile,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateServiceSpecificCredential,
    CreateUser,
    CreateVirtualMFADevice,
    DeactivateMFADevice,
    DeleteAccessKey,
    DeleteAccountAlias,
    DeleteAccountPasswordPolicy,
    DeleteGroup,
    DeleteGroupPolicy,
    DeleteLoginProfile,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePermissionsBoundary,
    DeleteRolePolicy,
    DeleteSSHPublicKey,
    DeleteServiceSpecificCredential,
    DeleteSigningCertificate,
    DeleteUser,
    DeleteUserPermissionsBoundary,
    DeleteUserPolicy,
    DeleteVirtualMFADevice,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    EnableMFADevice,
    GenerateCredentialReport,
    GetAccessKeyLastUsed,
    GetAccountAuthorizationDetails,
    GetAccountPasswordPolicy,
    GetAccountSummary,
    GetContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy,
    GetCredentialReport,
    GetGroup,
    GetGroupPolicy,
    GetLoginProfile,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
    GetSSHPublicKey,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAccountAliases,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListEntitiesForPolicy,
    ListGroupPolicies,
    ListGroups,
    ListGroupsForUser,
    ListMFADevices,
    ListPolicies,
    ListPolicyTags,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListSSHPublicKeys,
    ListServiceSpecificCredentials,
    ListSigningCertificates,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    ListVirtualMFADevices,
    PutGroupPolicy,
    PutRolePermissionsBoundary,
    PutRolePolicy,
    PutUserPermissionsBoundary,
    PutUserPolicy,
    RemoveUserFromGroup,
    ResetServiceSpecificCredential,
    ResyncMFADevice,
    SetDefaultPolicyVersion,
    SimulateCustomPolicy,
    SimulatePrincipalPolicy,
    TagPolicy,
    TagRole,
    TagUser,
    UntagPolicy,
    UntagRole,
    UntagUser,
    UpdateAccessKey,
    UpdateAccountPasswordPolicy,
    UpdateAssumeRolePolicy,
    UpdateGroup,
    UpdateLoginProfile,
    UpdateRole,
    UpdateRoleDescription,
    UpdateSSHPublicKey,
    UpdateServiceSpecificCredential,
    UpdateSigningCertificate,
    UpdateUser,
    UploadSSHPublicKey,
    UploadSigningCertificate,
  }),
};
