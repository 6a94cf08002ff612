/**
 * Whom a CloudTrail record or an ARN means, and how far a containment can reach it.
 *
 * `full`: an IAM user or role, which takes an inline policy. `secret`: somebody whom only the
 * resource policy of a secret can name, since IAM does not let this account edit him. `none`: whom
 * no policy of this account can stop.
 */
export interface Principal {
  readonly kind: 'user' | 'role' | 'root' | 'service' | 'other';
  /** The user's or the role's, also where a session acted; for the rest, what the record has. */
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
  readonly path: string;
  /** The session that acted: `userId` is what the condition key `aws:userid` says of it. */
  readonly session?: Session | undefined;
  readonly reach: 'full' | 'secret' | 'none';
  /** Why the reach is less than full, as a sentence. */
  readonly limit?: string | undefined;
}

export interface Session {
  readonly arn: string;
  readonly name: string;
  readonly userId: string;
}

/** CloudTrail's `userIdentity`, as much of it as counts here. */
export interface UserIdentity {
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
  readonly sessionContext?: {
    readonly sessionIssuer?: {
      readonly type?: string;
      readonly arn?: string;
      readonly principalId?: string;
      readonly accountId?: string;
      readonly userName?: string;
    };
  };
}

/**
 * Only `type` decides: the per-secret records of a BatchGetSecretValue carry the caller together
 * with `invokedBy` and a source address of Secrets Manager, and a caller is not a service for that.
 */
export function principalOf(identity: UserIdentity, ownAccountId: string): Principal {
  const { type, arn = '', accountId = '', principalId = '' } = identity;
  const outside = { arn: arn || principalId, name: principalId, accountId, path: '/' };
  if (type === 'AWSService') {
    const arn = identity.invokedBy ?? 'an AWS service';
    return { ...outside, kind: 'service', arn, name: arn, reach: 'none', limit: limits.service };
  }
  if (type === 'Root') return rootOf(accountId);
  if (accountId !== '' && accountId !== ownAccountId) {
    const session = { arn, name: principalId, userId: principalId };
    return { ...outside, kind: 'other', session, reach: 'secret', limit: limits.otherAccount };
  }
  if (type === 'IAMUser' && arn) return principalOfArn(arn)!;
  const issuer = identity.sessionContext?.sessionIssuer;
  if (type === 'AssumedRole' && issuer?.arn) {
    return { ...principalOfArn(issuer.arn)!, session: sessionOf(arn, principalId) };
  }
  if (type === 'FederatedUser' && issuer?.arn) {
    return { ...principalOfArn(issuer.arn)!, session: sessionOf(arn, principalId) };
  }
  return { ...outside, kind: 'other', reach: 'none', limit: limits.unknown(type) };
}

const sessionOf = (arn: string, userId: string): Session => ({
  arn,
  name: arn.split('/').at(-1) ?? '',
  userId,
});

/**
 * From an ARN of IAM or STS, or undefined where it names no principal. A role's session does not
 * tell the role's path: `needsPath` says that GetRole must be asked.
 */
export function principalOfArn(arn: string): Principal | undefined {
  const [, partition, service, accountId = '', resource = ''] =
    /^arn:(aws[\w-]*):(iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (resource === 'root') return rootOf(accountId, arn);
  const [kind, ...parts] = resource.split('/');
  const name = parts.at(-1) ?? '';
  const path = parts.length > 1 ? `/${parts.slice(0, -1).join('/')}/` : '/';
  if (name === '') return undefined;
  if (service === 'iam' && kind === 'user') {
    return { kind, arn, name, accountId, path, reach: 'full' };
  }
  if (service === 'iam' && kind === 'role') {
    return { kind, arn, name, accountId, path, ...reachOfRole(name, path) };
  }
  if (service === 'sts' && kind === 'assumed-role' && parts.length === 2) {
    const role = principalOfArn(`arn:${partition}:iam::${accountId}:role/${parts[0]}`)!;
    return { ...role, session: { arn, name, userId: '' } };
  }
  return undefined;
}

function reachOfRole(name: string, path: string): Pick<Principal, 'reach' | 'limit'> {
  if (path.startsWith('/aws-service-role/') || name.startsWith('AWSServiceRoleFor')) {
    return { reach: 'none', limit: limits.serviceLinked };
  }
  if (name.startsWith('AWSReservedSSO_')) return { reach: 'secret', limit: limits.identityCenter };
  return { reach: 'full' };
}

function rootOf(accountId: string, arn = `arn:aws:iam::${accountId}:root`): Principal {
  return {
    kind: 'root',
    arn,
    name: 'root',
    accountId,
    path: '/',
    reach: 'none',
    limit: limits.root,
  };
}

const limits = {
  service: 'AWS itself made the call, for its own ends.',
  root: 'No policy of the account restricts its root user.',
  serviceLinked: 'Only the service may edit its service-linked role.',
  identityCenter:
    'IAM Identity Center owns this role: change its permission set, or disable the user there.',
  otherAccount: 'This principal belongs to another account: its owner must stop it.',
  unknown: (type = 'none') => `Nothing is known of identities of the type ${type}.`,
};

/** Where AWS records the calls of global services, IAM's above all. */
export function globalRegionOf(arn: string): string {
  const partition = arn.split(':')[1] ?? 'aws';
  return globalRegions[partition] ?? 'us-east-1';
}

const globalRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};
