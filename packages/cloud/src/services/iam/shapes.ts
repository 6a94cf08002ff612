import type * as Iam from '@aws-sdk/client-iam';
import { encodeDocument } from './documents.ts';
import type { PolicyUse } from './policyUses.ts';
import type {
  Group,
  LastUse,
  LoginProfile,
  ManagedPolicy,
  PolicyVersion,
  Role,
  Tag,
  User,
} from './state.ts';

/** IAM tells times to the second. */
export function wholeSecond(timeMs: number): Date {
  return new Date(Math.floor(timeMs / 1000) * 1000);
}

/** A user as lists show it; `userDetail` adds what only GetUser and CreateUser tell. */
export function userShape({ path, name, id, arn, createMs }: User): Iam.User {
  return { Path: path, UserName: name, UserId: id, Arn: arn, CreateDate: wholeSecond(createMs) };
}

export function userDetail(user: User): Iam.User {
  return { ...userShape(user), ...bearerShape(user) };
}

export function groupShape({ path, name, id, arn, createMs }: Group): Iam.Group {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: wholeSecond(createMs) };
}

/** What CreateRole answers. */
export function newRoleShape(role: Role): Iam.Role {
  return { ...roleStart(role), ...bearerShape(role) };
}

/** A role as ListRoles shows it. */
export function roleShape(role: Role): Iam.Role {
  const { description, maxSessionSeconds } = role;
  return {
    ...roleStart(role),
    ...(description === undefined ? undefined : { Description: description }),
    MaxSessionDuration: maxSessionSeconds,
  };
}

export function roleDetail(role: Role, lastUse: LastUse | undefined): Iam.Role {
  return {
    ...roleShape(role),
    ...bearerShape(role),
    RoleLastUsed: lastUse
      ? { LastUsedDate: wholeSecond(lastUse.timeMs), Region: lastUse.region }
      : {},
  };
}

function roleStart({ path, name, id, arn, createMs, trustPolicy }: Role) {
  return {
    Path: path,
    RoleName: name,
    RoleId: id,
    Arn: arn,
    CreateDate: wholeSecond(createMs),
    AssumeRolePolicyDocument: encodeDocument(trustPolicy),
  };
}

/** A policy as ListPolicies shows it. */
export function policyShape(
  policy: ManagedPolicy,
  { attached, asBoundary }: PolicyUse,
): Iam.Policy {
  const { name, id, arn, path, defaultVersionId, createMs, updateMs } = policy;
  return {
    PolicyName: name,
    PolicyId: id,
    Arn: arn,
    Path: path,
    DefaultVersionId: defaultVersionId,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: asBoundary,
    IsAttachable: true,
    CreateDate: wholeSecond(createMs),
    UpdateDate: wholeSecond(updateMs),
  };
}

export function policyDetail(policy: ManagedPolicy, use: PolicyUse): Iam.Policy {
  const { description, tags } = policy;
  return {
    ...policyShape(policy, use),
    ...(description === undefined ? undefined : { Description: description }),
    Tags: [...tags],
  };
}

/** A version without its document, as lists show it. */
export function versionShape(policy: ManagedPolicy, version: PolicyVersion): Iam.PolicyVersion {
  const { versionId, createMs } = version;
  return {
    VersionId: versionId,
    IsDefaultVersion: versionId === policy.defaultVersionId,
    CreateDate: wholeSecond(createMs),
  };
}

function bearerShape({ tags, boundary }: { tags: readonly Tag[]; boundary?: string }) {
  return {
    ...(boundary === undefined ? undefined : { PermissionsBoundary: boundaryShape(boundary) }),
    ...(tags.length === 0 ? undefined : { Tags: [...tags] }),
  };
}

/** On the wire the type is `Policy`, although the API model lists another word. */
function boundaryShape(arn: string): Iam.AttachedPermissionsBoundary {
  const type = 'Policy' as Iam.PermissionsBoundaryAttachmentType;
  return { PermissionsBoundaryType: type, PermissionsBoundaryArn: arn };
}

export function loginProfileShape(
  { name }: User,
  { createMs, resetRequired }: LoginProfile,
): Iam.LoginProfile {
  return {
    UserName: name,
    CreateDate: wholeSecond(createMs),
    PasswordResetRequired: resetRequired,
  };
}
