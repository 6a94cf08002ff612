import type * as Iam from '@aws-sdk/client-iam';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { awsManagedPolicies } from './awsManagedPolicies.ts';
import { encodeDocument } from './documents.ts';
import { findPolicy } from './managed.ts';
import { groupsOf } from './membership.ts';
import { pageOf } from './pages.ts';
import { type PolicyUse, policyUses } from './policyUses.ts';
import { groupShape, policyShape, roleDetail, userDetail, versionShape } from './shapes.ts';
import {
  type Group,
  groups,
  type Holder,
  lastUses,
  type ManagedPolicy,
  managedPolicies,
  type Role,
  roles,
  type User,
  users,
} from './state.ts';

/** Tells all users, groups, roles and managed policies at once, with their relations. */
export const GetAccountAuthorizationDetails = operation<
  Iam.GetAccountAuthorizationDetailsRequest,
  Iam.GetAccountAuthorizationDetailsResponse
>({
  accepts: ['Filter', 'MaxItems', 'Marker'],
  resource: () => '*',
  run: (input, context) => {
    const things = everything(context).filter(
      ({ kind }) => !input.Filter?.length || input.Filter.includes(kind),
    );
    const { items, more } = pageOf(things, ({ kind, arn }) => `${kind} ${arn}`, input);
    const details = items.flatMap(({ detail }) => detail());
    const of = <Name extends Detail['list']>(list: Name) =>
      details.flatMap((one) => (one.list === list ? one.shape : [])) as object[];
    return {
      UserDetailList: of('users'),
      GroupDetailList: of('groups'),
      RoleDetailList: of('roles'),
      Policies: of('policies'),
      ...more,
    };
  },
});

interface Detail {
  readonly list: 'users' | 'groups' | 'roles' | 'policies';
  readonly shape: object;
}

interface Thing {
  readonly kind: Iam.EntityType;
  readonly arn: string;
  readonly detail: () => Detail;
}

/** AWS's own policies are told where they are used. */
function everything(context: Context): Thing[] {
  const useOf = policyUses(context);
  const rows = <Row>(table: Iterable<Row>, make: (row: Row) => Thing) => [...table].map(make);
  const isUsed = ({ arn }: ManagedPolicy) => useOf(arn).attached + useOf(arn).asBoundary > 0;
  const policy = (kind: Iam.EntityType) => (row: ManagedPolicy) => ({
    kind,
    arn: row.arn,
    detail: (): Detail => ({ list: 'policies', shape: managedShape(row, useOf(row.arn)) }),
  });
  return [
    ...rows(context.globalTable(users).values(), (user) => ({
      kind: 'User',
      arn: user.arn,
      detail: () => ({ list: 'users', shape: userShape(user, context) }),
    })),
    ...rows(context.globalTable(groups).values(), (group) => ({
      kind: 'Group',
      arn: group.arn,
      detail: () => ({ list: 'groups', shape: groupDetail(group, context) }),
    })),
    ...rows(context.globalTable(roles).values(), (role) => ({
      kind: 'Role',
      arn: role.arn,
      detail: () => ({ list: 'roles', shape: roleShape(role, context) }),
    })),
    ...rows(context.globalTable(managedPolicies).values(), policy('LocalManagedPolicy')),
    ...rows(awsManagedPolicies().filter(isUsed), policy('AWSManagedPolicy')),
  ];
}

function userShape(user: User, context: Context): Iam.UserDetail {
  return {
    ...userDetail(user),
    // AWS leaves the list out where there is none, though not so for groups and roles.
    ...(Object.keys(user.inline).length > 0 ? { UserPolicyList: inlineShapes(user) } : undefined),
    GroupList: groupsOf(user, context).map(({ name }) => name),
    AttachedManagedPolicies: attachedList(user, context),
  };
}

function groupDetail(group: Group, context: Context): Iam.GroupDetail {
  return {
    ...groupShape(group),
    GroupPolicyList: inlineShapes(group),
    AttachedManagedPolicies: attachedList(group, context),
  };
}

function roleShape(role: Role, context: Context): Iam.RoleDetail {
  const { Description, MaxSessionDuration, ...shape } = roleDetail(
    role,
    context.globalTable(lastUses).get(role.id),
  );
  return {
    ...shape,
    InstanceProfileList: [],
    RolePolicyList: inlineShapes(role),
    AttachedManagedPolicies: attachedList(role, context),
  };
}

function managedShape(policy: ManagedPolicy, use: PolicyUse): Iam.ManagedPolicyDetail {
  const { description, versions } = policy;
  return {
    ...policyShape(policy, use),
    ...(description === undefined ? undefined : { Description: description }),
    PolicyVersionList: versions.map((version) => ({
      Document: encodeDocument(version.document),
      ...versionShape(policy, version),
    })),
  };
}

function inlineShapes({ inline }: Holder): Iam.PolicyDetail[] {
  return Object.entries(inline).map(([PolicyName, text]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(text),
  }));
}

function attachedList({ attached }: Holder, context: Context): Iam.AttachedPolicy[] {
  return attached.map((arn) => ({ PolicyName: findPolicy(arn, context)!.name, PolicyArn: arn }));
}
