import { POLICY_LIMITS } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import type { TableSpec } from '../../kernel/table.ts';
import { newUniqueId } from '../../kernel/uniqueId.ts';
import { conditionKeysOf } from './conditionKeys.ts';
import { type Group, groups, type Holder, type Role, roles, type User, users } from './state.ts';

/** What users, groups and roles differ in, so that what they share is written once. */
export interface HolderKind<Row extends Holder> {
  /** As it stands in ARNs and messages. */
  readonly word: 'user' | 'group' | 'role';
  readonly title: 'User' | 'Group' | 'Role';
  /** The input member with its name. */
  readonly member: 'UserName' | 'GroupName' | 'RoleName';
  readonly idPrefix: string;
  readonly table: TableSpec<Row>;
  readonly maxPerAccount: number;
  /** Characters of all its inline policies together, white space not counted. */
  readonly inlineMax: number;
}

export const userKind: HolderKind<User> = {
  word: 'user',
  title: 'User',
  member: 'UserName',
  idPrefix: 'AIDA',
  table: users,
  maxPerAccount: 5000,
  inlineMax: POLICY_LIMITS.userInline,
};

export const groupKind: HolderKind<Group> = {
  word: 'group',
  title: 'Group',
  member: 'GroupName',
  idPrefix: 'AGPA',
  table: groups,
  maxPerAccount: 300,
  inlineMax: POLICY_LIMITS.groupInline,
};

export const roleKind: HolderKind<Role> = {
  word: 'role',
  title: 'Role',
  member: 'RoleName',
  idPrefix: 'AROA',
  table: roles,
  maxPerAccount: 1000,
  inlineMax: POLICY_LIMITS.roleInline,
};

/** What an operation on an existing user, group or role is authorized by. */
export function on<Row extends Holder>(kind: HolderKind<Row>) {
  return {
    resource: (input: object, context: Context): string => {
      const name = nameIn(kind, input, context);
      return find(kind, name, context)?.arn ?? arnOf(kind, { name: name ?? '' }, context);
    },
    conditionKeys: (input: object, context: Context): ConditionKeys =>
      conditionKeysOf(input, find(kind, nameIn(kind, input, context), context)),
  };
}

/** What an operation that makes a user, group or role is authorized by. */
export function onNew<Row extends Holder>(kind: HolderKind<Row>) {
  return {
    resource: (input: { readonly Path?: string }, context: Context): string => {
      const name = nameIn(kind, input, context) ?? '';
      return arnOf(kind, { name, path: input.Path }, context);
    },
    conditionKeys: (input: object): ConditionKeys => conditionKeysOf(input, undefined),
  };
}

/** What an operation that lists users, groups or roles is authorized by: the path. */
export function onAll<Row extends Holder>(kind: HolderKind<Row>) {
  return {
    resource: ({ PathPrefix = '/' }: { readonly PathPrefix?: string }, context: Context) =>
      arnOf(kind, { name: '', path: PathPrefix }, context),
  };
}

export function find<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  context: Context,
): Row | undefined {
  return name === undefined
    ? undefined
    : context.globalTable(kind.table).find('name', name.toLowerCase())[0];
}

export function named<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  context: Context,
): Row {
  const row = find(kind, name, context);
  if (row) return row;
  throw new AwsError(
    'NoSuchEntityException',
    `The ${kind.word} with name ${name} cannot be found.`,
  );
}

/** The user of that name, or the caller where none is given. */
export function userOrCaller(name: string | undefined, context: Context): User {
  const own = name ?? callerName(context);
  if (own !== undefined) return named(userKind, own, context);
  throw new AwsError(
    'ValidationError',
    'Must specify userName when calling with non-User credentials',
  );
}

export function save<Row extends Holder>(kind: HolderKind<Row>, row: Row, context: Context): Row {
  return context.globalTable(kind.table).put(row);
}

/** What every new user, group and role begins with; refuses a name that is taken. */
export function newHolder<Row extends Holder>(
  kind: HolderKind<Row>,
  { name, path = '/' }: { readonly name: string; readonly path: string | undefined },
  context: Context,
): Holder {
  refuseTaken(kind, name, context);
  if (context.globalTable(kind.table).size >= kind.maxPerAccount) {
    throw new AwsError(
      'LimitExceededException',
      `Cannot exceed quota for ${kind.title}sPerAccount: ${kind.maxPerAccount}`,
    );
  }
  return {
    id: newUniqueId(kind.idPrefix, context.accountId, context.ids),
    name,
    arn: arnOf(kind, { name, path }, context),
    path,
    createMs: context.nowMs,
    inline: {},
    attached: [],
  };
}

/** Changes name and path, and with them the ARN; the unique id stays. */
export function moved<Row extends Holder>(
  kind: HolderKind<Row>,
  row: Row,
  to: { readonly name: string | undefined; readonly path: string | undefined },
  context: Context,
): Row {
  const { name = row.name, path = row.path } = to;
  if (name.toLowerCase() !== row.name.toLowerCase()) refuseTaken(kind, name, context);
  return save(kind, { ...row, name, path, arn: arnOf(kind, { name, path }, context) }, context);
}

export function arnOf<Row extends Holder>(
  kind: HolderKind<Row>,
  { name, path = '/' }: { readonly name: string; readonly path?: string | undefined },
  context: Context,
): string {
  return `arn:aws:iam::${context.accountId}:${kind.word}${path}${name}`;
}

function refuseTaken<Row extends Holder>(kind: HolderKind<Row>, name: string, context: Context) {
  const taken = find(kind, name, context);
  if (!taken) return;
  throw new AwsError(
    'EntityAlreadyExistsException',
    `${kind.title} with name ${name} already exists.`,
  );
}

function nameIn<Row extends Holder>(
  { member, word }: HolderKind<Row>,
  input: object,
  context: Context,
): string | undefined {
  const name = (input as Record<string, unknown>)[member];
  if (typeof name === 'string') return name;
  return word === 'user' ? callerName(context) : undefined;
}

function callerName(context: Context): string | undefined {
  const { principal } = context.caller.identity;
  return principal.kind === 'user' ? principal.userName : undefined;
}
