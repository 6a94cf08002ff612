import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { World } from './clients.ts';
import { type Principal, principalOf, principalOfArn } from './principal.ts';
import type { TrailRecord } from './trigger.ts';

/** What a principal made meanwhile and could live on in. */
export interface Child {
  /** `change`: something of somebody else was altered; a person must look at it. */
  readonly kind: 'user' | 'role' | 'key' | 'session' | 'change';
  /** The ARN, the id of the key, or what the change was made to. */
  readonly what: string;
  readonly eventName: string;
  readonly at: string;
  readonly contained: boolean;
  readonly detail: string;
  /** The command that lets it in again, where it is contained. */
  readonly letIn?: string;
}

/** A child before anybody did anything about it. */
export interface Found {
  readonly child: Omit<Child, 'contained' | 'detail' | 'letIn'>;
  /** Whom to contain: the new user or role, the owner of the key, the role of the session. */
  readonly principal?: Principal | undefined;
}

/**
 * What these principals made since then, by CloudTrail's event history. On AWS the history lags
 * by minutes: what is not in it yet is found in a later round, or by the next look.
 */
export async function findChildren(
  parents: readonly Principal[],
  sinceMs: number,
  { clients }: World,
): Promise<Found[]> {
  const trails = [clients.globalCloudtrail, clients.cloudtrail];
  const records = await Promise.all(
    parents.flatMap((parent) =>
      trails.map((trail) =>
        lookUp((input) => trail.lookupEvents(input), {
          StartTime: new Date(sinceMs),
          LookupAttributes: [attributeOf(parent)],
        }),
      ),
    ),
  );
  const unique = new Map(records.flat().map((record) => [record.eventID, record]));
  return [...unique.values()]
    .filter((record) => record.errorCode === undefined && isOf(record, parents))
    .map(childOf)
    .filter((found) => found !== undefined);
}

/** The history knows sessions by their names, and nothing of roles but the ARN in the record. */
function attributeOf({ kind, name, session }: Principal) {
  if (kind === 'user') return { AttributeKey: 'Username', AttributeValue: name } as const;
  if (session) return { AttributeKey: 'Username', AttributeValue: session.name } as const;
  return { AttributeKey: 'ReadOnly', AttributeValue: 'false' } as const;
}

const pagesMax = 10;

async function lookUp(
  ask: (input: LookupEventsCommandInput) => Promise<{
    Events?: { CloudTrailEvent?: string | undefined }[] | undefined;
    NextToken?: string | undefined;
  }>,
  query: LookupEventsCommandInput,
): Promise<(TrailRecord & Answered)[]> {
  const records: (TrailRecord & Answered)[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await ask({ ...query, NextToken });
    for (const { CloudTrailEvent } of answer.Events ?? []) {
      records.push(JSON.parse(CloudTrailEvent!));
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return records;
}

interface Answered {
  readonly responseElements?: {
    readonly user?: { readonly arn?: string };
    readonly role?: { readonly arn?: string };
    readonly accessKey?: { readonly accessKeyId?: string; readonly userName?: string };
    readonly assumedRoleUser?: { readonly arn?: string; readonly assumedRoleId?: string };
  } | null;
}

/** A role that acted in one session may be shared: what its other sessions do is not his. */
function isOf({ userIdentity = {} }: TrailRecord, parents: readonly Principal[]): boolean {
  const { arn, session } = principalOf(userIdentity, userIdentity.accountId ?? '');
  return parents.some(
    (parent) =>
      parent.arn === arn &&
      (parent.kind !== 'role' || !parent.session || parent.session.userId === session?.userId),
  );
}

/** What a call made, or altered; undefined for calls that do neither. */
export function childOf(record: TrailRecord & Answered): Found | undefined {
  const { eventName = '', eventTime: at = '', requestParameters, responseElements } = record;
  const account = record.userIdentity?.accountId ?? '';
  const partition = record.userIdentity?.arn?.split(':')[1] ?? 'aws';
  const arnOf = (kind: string, name: unknown) => `arn:${partition}:iam::${account}:${kind}/${name}`;
  const found = (kind: Child['kind'], what: string, principal?: Principal): Found => ({
    child: { kind, what, eventName, at },
    principal,
  });
  const { user, role, accessKey, assumedRoleUser } = responseElements ?? {};
  if (eventName === 'CreateUser' && user?.arn) {
    return found('user', user.arn, principalOfArn(user.arn));
  }
  if (eventName === 'CreateRole' && role?.arn) {
    return found('role', role.arn, principalOfArn(role.arn));
  }
  if (eventName === 'CreateAccessKey' && accessKey?.userName) {
    const owner = principalOfArn(arnOf('user', accessKey.userName));
    return found('key', accessKey.accessKeyId!, owner);
  }
  if (eventName === 'AssumeRole' && assumedRoleUser?.arn) {
    const session = principalOfArn(assumedRoleUser.arn)!;
    const userId = assumedRoleUser.assumedRoleId!;
    return found('session', assumedRoleUser.arn, {
      ...session,
      session: { ...session.session!, userId },
    });
  }
  if (!changes.has(eventName)) return undefined;
  const { userName, roleName, groupName, policyArn } = requestParameters ?? {};
  if (userName) return found('change', arnOf('user', userName));
  if (roleName) return found('change', arnOf('role', roleName));
  return found('change', groupName ? arnOf('group', groupName) : String(policyArn ?? 'unknown'));
}

const changes = new Set([
  'AddUserToGroup',
  'AttachGroupPolicy',
  'AttachRolePolicy',
  'AttachUserPolicy',
  'CreateLoginProfile',
  'CreatePolicyVersion',
  'PutGroupPolicy',
  'PutRolePolicy',
  'PutUserPolicy',
  'SetDefaultPolicyVersion',
  'UpdateAccessKey',
  'UpdateAssumeRolePolicy',
  'UpdateLoginProfile',
]);
