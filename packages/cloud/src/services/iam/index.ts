import type { Service } from '../../kernel/service.ts';
import { AddUserToGroup } from './AddUserToGroup.ts';
import { AttachGroupPolicy } from './AttachGroupPolicy.ts';
import { AttachRolePolicy } from './AttachRolePolicy.ts';
import { AttachUserPolicy } from './AttachUserPolicy.ts';
import { CreateAccessKey } from './CreateAccessKey.ts';
import { CreateAccountAlias } from './CreateAccountAlias.ts';
import { CreateGroup } from './CreateGroup.ts';
import { CreatePolicy } from './CreatePolicy.ts';
import { CreatePolicyVersion } from './CreatePolicyVersion.ts';
import { CreateRole } from './CreateRole.ts';
import { CreateUser } from './CreateUser.ts';
import { DeleteAccessKey } from './DeleteAccessKey.ts';
import { DeleteAccountAlias } from './DeleteAccountAlias.ts';
import { DeleteGroup } from './DeleteGroup.ts';
import { DeleteGroupPolicy } from './DeleteGroupPolicy.ts';
import { DeletePolicy } from './DeletePolicy.ts';
import { DeletePolicyVersion } from './DeletePolicyVersion.ts';
import { DeleteRole } from './DeleteRole.ts';
import { DeleteRolePermissionsBoundary } from './DeleteRolePermissionsBoundary.ts';
import { DeleteRolePolicy } from './DeleteRolePolicy.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.ts';
import { DeleteUserPolicy } from './DeleteUserPolicy.ts';
import { DetachGroupPolicy } from './DetachGroupPolicy.ts';
import { DetachRolePolicy } from './DetachRolePolicy.ts';
import { DetachUserPolicy } from './DetachUserPolicy.ts';
import { GetAccessKeyLastUsed } from './GetAccessKeyLastUsed.ts';
import { GetAccountSummary } from './GetAccountSummary.ts';
import { GetGroup } from './GetGroup.ts';
import { GetGroupPolicy } from './GetGroupPolicy.ts';
import { GetPolicy } from './GetPolicy.ts';
import { GetPolicyVersion } from './GetPolicyVersion.ts';
import { GetRole } from './GetRole.ts';
import { GetRolePolicy } from './GetRolePolicy.ts';
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
import { ListPolicies } from './ListPolicies.ts';
import { ListPolicyTags } from './ListPolicyTags.ts';
import { ListPolicyVersions } from './ListPolicyVersions.ts';
import { ListRolePolicies } from './ListRolePolicies.ts';
import { ListRoles } from './ListRoles.ts';
import { ListRoleTags } from './ListRoleTags.ts';
import { ListUserPolicies } from './ListUserPolicies.ts';
import { ListUsers } from './ListUsers.ts';
import { ListUserTags } from './ListUserTags.ts';
import { PutGroupPolicy } from './PutGroupPolicy.ts';
import { PutRolePermissionsBoundary } from './PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from './PutRolePolicy.ts';
import { PutUserPermissionsBoundary } from './PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from './PutUserPolicy.ts';
import { RemoveUserFromGroup } from './RemoveUserFromGroup.ts';
import { SetDefaultPolicyVersion } from './SetDefaultPolicyVersion.ts';
import { TagPolicy } from './TagPolicy.ts';
import { TagRole } from './TagRole.ts';
import { TagUser } from './TagUser.ts';
import { UntagPolicy } from './UntagPolicy.ts';
import { UntagRole } from './UntagRole.ts';
import { UntagUser } from './UntagUser.ts';
import { UpdateAccessKey } from './UpdateAccessKey.ts';
import { UpdateAssumeRolePolicy } from './UpdateAssumeRolePolicy.ts';
import { UpdateGroup } from './UpdateGroup.ts';
import { UpdateRole } from './UpdateRole.ts';
import { UpdateRoleDescription } from './UpdateRoleDescription.ts';
import { UpdateUser } from './UpdateUser.ts';
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
    CreateAccessKey,
    CreateAccountAlias,
    CreateGroup,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateUser,
    DeleteAccessKey,
    DeleteAccountAlias,
    DeleteGroup,
    DeleteGroupPolicy,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePermissionsBoundary,
    DeleteRolePolicy,
    DeleteUser,
    DeleteUserPermissionsBoundary,
    DeleteUserPolicy,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    GetAccessKeyLastUsed,
    GetAccountSummary,
    GetGroup,
    GetGroupPolicy,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
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
    ListPolicies,
    ListPolicyTags,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    PutGroupPolicy,
    PutRolePermissionsBoundary,
    PutRolePolicy,
    PutUserPermissionsBoundary,
    PutUserPolicy,
    RemoveUserFromGroup,
    SetDefaultPolicyVersion,
    TagPolicy,
    TagRole,
    TagUser,
    UntagPolicy,
    UntagRole,
    UntagUser,
    UpdateAccessKey,
    UpdateAssumeRolePolicy,
    UpdateGroup,
    UpdateRole,
    UpdateRoleDescription,
    UpdateUser,
  }),
};
