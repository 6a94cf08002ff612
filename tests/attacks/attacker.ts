import { type Clients, type Credentials, policyText, type TestCloud } from '@tocsin/testkit';
import { accountId, type WatchedAccount } from './watchedAccount.ts';

/**
 * `user`: the key of an IAM user was stolen. `role`: a session of a role was. `session`: a
 * GetSessionToken session of a user, made before the attack.
 */
export type AttackerKind = 'user' | 'role' | 'session';

/** Who attacks, by stolen credentials. */
export interface Attacker {
  readonly clients: Clients;
  /** As records and errors name it. */
  readonly arn: string;
  /** The user's or the role's. */
  readonly principalArn: string;
  /** What a call of the contained is answered with. */
  readonly shutOut: { readonly name: RegExp };
  /** Whether it has the key of a user, not a session. */
  readonly hasKey: boolean;
  read(secretId: string): Promise<unknown>;
  activeKeys(): Promise<string[]>;
  attackerIn(region: string): Clients;
  turnKeysOff(): Promise<void>;
  /** What containment may change of the attacker and of the secret. */
  state(): Promise<unknown>;
}

/** Gives the attacker its credentials, and IAM the time to know them. */
export async function enter(
  { cloud, secretArn }: WatchedAccount,
  kind: AttackerKind,
  may: readonly string[],
): Promise<Attacker> {
  const statement = { Effect: 'Allow', Action: [...may, ...alsoMay], Resource: '*' };
  const made = await ways[kind](cloud, policyText([statement]));
  await cloud.advance('15s');
  const credentials = await made.credentials();
  const clients = cloud.as({ credentials });
  const isUser = kind !== 'role';
  const activeKeys = async () => {
    if (!isUser) return [];
    const { AccessKeyMetadata = [] } = await cloud.iam.listAccessKeys({ UserName: name });
    return AccessKeyMetadata.filter(({ Status }) => Status === 'Active').map(
      ({ AccessKeyId }) => AccessKeyId!,
    );
  };
  return {
    clients,
    arn: isUser
      ? `arn:aws:iam::${accountId}:user/${name}`
      : `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`,
    principalArn: `arn:aws:iam::${accountId}:${isUser ? 'user' : 'role'}/${name}`,
    shutOut: { name: isUser ? /AccessDenied|UnrecognizedClient/ : /AccessDenied/ },
    hasKey: kind === 'user',
    read: (SecretId) => clients.secretsmanager.getSecretValue({ SecretId }),
    activeKeys,
    attackerIn: (region) => cloud.as({ credentials, region }),
    async turnKeysOff() {
      for (const AccessKeyId of await activeKeys()) {
        const key = { UserName: name, AccessKeyId };
        await cloud.iam.updateAccessKey({ ...key, Status: 'Inactive' });
      }
    },
    async state() {
      const { UserDetailList, RoleDetailList } = await cloud.iam.getAccountAuthorizationDetails({});
      const role = RoleDetailList?.find(({ RoleName }) => RoleName === name);
      const { ResourcePolicy } = await cloud.secretsmanager.getResourcePolicy({
        SecretId: secretArn,
      });
      const user = UserDetailList?.find(({ UserName }) => UserName === name);
      return {
        user: { ...user, UserPolicyList: user?.UserPolicyList?.filter(isNoRevocation) },
        role: {
          ...role,
          RoleLastUsed: undefined,
          RolePolicyList: role?.RolePolicyList?.filter(isNoRevocation),
        },
        keys: await activeKeys(),
        policy: ResourcePolicy,
      };
    },
  };
}

/** It is to outlast the restore. */
const isNoRevocation = (policy: { PolicyName?: string }) =>
  policy.PolicyName !== 'tocsin-revoked-sessions';

const name = 'mallory';
const sessionName = 'thief';

/** Whoever steals credentials looks around with them. */
const alsoMay = ['secretsmanager:ListSecrets', 'secretsmanager:DescribeSecret'];

interface Made {
  credentials(): Promise<Credentials>;
}

const ways: Readonly<
  Record<AttackerKind, (cloud: TestCloud, PolicyDocument: string) => Promise<Made>>
> = {
  async user(cloud, PolicyDocument) {
    const key = await makeUser(cloud, PolicyDocument);
    return { credentials: async () => key };
  },
  async session(cloud, PolicyDocument) {
    const credentials = await makeUser(cloud, PolicyDocument);
    const sts = () => cloud.as({ credentials }).sts.getSessionToken({});
    return { credentials: async () => credentialsOf((await sts()).Credentials) };
  },
  async role({ iam, sts }, PolicyDocument) {
    const AssumeRolePolicyDocument = policyText([
      { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' },
    ]);
    const made = await iam.createRole({ RoleName: name, AssumeRolePolicyDocument });
    await iam.putRolePolicy({ RoleName: name, PolicyName: 'own', PolicyDocument });
    const session = { RoleArn: made.Role!.Arn!, RoleSessionName: sessionName };
    return { credentials: async () => credentialsOf((await sts.assumeRole(session)).Credentials) };
  },
};

async function makeUser({ iam }: TestCloud, PolicyDocument: string): Promise<Credentials> {
  await iam.createUser({ UserName: name });
  await iam.putUserPolicy({ UserName: name, PolicyName: 'own', PolicyDocument });
  const { AccessKey } = await iam.createAccessKey({ UserName: name });
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

/** As STS gives them out. */
export interface Issued {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

export function credentialsOf(issued: Issued | undefined): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued!;
  return {
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    sessionToken: SessionToken!,
  };
}
