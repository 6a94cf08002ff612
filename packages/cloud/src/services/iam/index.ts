import type { Service } from '../../kernel/service.ts';
import { AttachGroupPolicy } from './AttachGroupPolicy.ts';
import { AttachRolePolicy } from './AttachRolePolicy.ts';
import { AttachUserPolicy } from './AttachUserPolicy.ts';
import { CreateAccessKey } from './CreateAccessKey.ts';
import { CreateRole } from './CreateRole.ts';
import { CreateUser } from './CreateUser.ts';
import { DeleteAccessKey } from './DeleteAccessKey.ts';
import { DeleteGroupPolicy } from './DeleteGroupPolicy.ts';
import { DeleteRole } from './DeleteRole.ts';
import { DeleteRolePolicy } from './DeleteRolePolicy.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserPolicy } from './DeleteUserPolicy.ts';
import { DetachGroupPolicy } from './DetachGroupPolicy.ts';
import { DetachRolePolicy } from './DetachRolePolicy.ts';
import { DetachUserPolicy } from './DetachUserPolicy.ts';
import { GetAccessKeyLastUsed } from './GetAccessKeyLastUsed.ts';
import { GetGroupPolicy } from './GetGroupPolicy.ts';
import { GetRole } from './GetRole.ts';
import { GetRolePolicy } from './GetRolePolicy.ts';
import { GetUser } from './GetUser.ts';
import { GetUserPolicy } from './GetUserPolicy.ts';
import { ListAccessKeys } from './ListAccessKeys.ts';
import { ListAttachedGroupPolicies } from './ListAttachedGroupPolicies.ts';
import { ListAttachedRolePolicies } from './ListAttachedRolePolicies.ts';
import { ListAttachedUserPolicies } from './ListAttachedUserPolicies.ts';
import { ListGroupPolicies } from './ListGroupPolicies.ts';
import { ListGroups } from './ListGroups.ts';
import { ListRolePolicies } from './ListRolePolicies.ts';
import { ListRoles } from './ListRoles.ts';
import { ListUserPolicies } from './ListUserPolicies.ts';
import { ListUsers } from './ListUsers.ts';
import { PutGroupPolicy } from './PutGroupPolicy.ts';
import { PutRolePolicy } from './PutRolePolicy.ts';
import { PutUserPolicy } from './PutUserPolicy.ts';
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
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    CreateAccessKey,
    CreateRole,
    CreateUser,
    DeleteAccessKey,
    DeleteGroupPolicy,
    DeleteRole,
    DeleteRolePolicy,
    DeleteUser,
    DeleteUserPolicy,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    GetAccessKeyLastUsed,
    GetGroupPolicy,
    GetRole,
    GetRolePolicy,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListGroupPolicies,
    ListGroups,
    ListRolePolicies,
    ListRoles,
    ListUserPolicies,
    ListUsers,
    PutGroupPolicy,
    PutRolePolicy,
    PutUserPolicy,
    UpdateAccessKey,
    UpdateAssumeRolePolicy,
    UpdateGroup,
    UpdateRole,
    UpdateRoleDescription,
    UpdateUser,
  }),
};
