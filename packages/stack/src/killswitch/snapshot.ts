import { createHash } from 'node:crypto';
import type { IAM } from '@aws-sdk/client-iam';
import type { World } from './clients.ts';
import type { SnapshotPlace } from './incident.ts';
import type { Principal } from './principal.ts';
import { errorText, ifThere } from './step.ts';
import { policyPrefix } from './steps/denyPrincipal.ts';
import { readPolicy, sidPrefix, statementsOf } from './steps/denySecret.ts';
import { revocationPolicyName } from './steps/revokeSessions.ts';
import { containedTag } from './steps/tagPrincipal.ts';

/**
 * How a principal was before anything but the denial was set, as named parts of plain JSON. What
 * the kill-switch itself adds is left out, so that a snapshot taken later must be the same.
 */
export interface Snapshot {
  readonly principalArn: string;
  readonly parts: Readonly<Record<string, unknown>>;
  /** Parts that could not be read, with AWS's answer. */
  readonly unread: Readonly<Record<string, string>>;
}

export async function takeSnapshot(
  principal: Principal,
  secretArns: readonly string[],
  { clients }: World,
): Promise<Snapshot> {
  const { iam, secretsIn } = clients;
  const { kind, name } = principal;
  const readers: Record<string, () => Promise<unknown>> = {
    ...(principal.reach === 'full' && kind === 'user' && userParts(iam, name)),
    ...(principal.reach === 'full' && kind === 'role' && roleParts(iam, name)),
  };
  for (const arn of secretArns) {
    readers[`policy of ${arn}`] = async () => {
      const secrets = secretsIn(arn.split(':')[3]);
      const statements = statementsOf(await readPolicy(secrets, arn));
      return statements.filter(({ Sid }) => !Sid?.startsWith(sidPrefix));
    };
  }
  const parts: Record<string, unknown> = {};
  const unread: Record<string, string> = {};
  const read = async ([part, reader]: [string, () => Promise<unknown>]) => {
    try {
      parts[part] = plain(await reader());
    } catch (error) {
      unread[part] = errorText(error);
    }
  };
  await Promise.all(Object.entries(readers).map(read));
  const inOrder = Object.keys(parts)
    .sort()
    .map((part) => [part, parts[part]]);
  return { principalArn: principal.arn, parts: Object.fromEntries(inOrder), unread };
}

/** As it will be after a way through JSON. */
const plain = (value: unknown): unknown =>
  value === undefined ? null : JSON.parse(JSON.stringify(value));

/** Stores a snapshot where nothing was. Gives its place, with the digest of its bytes. */
export async function storeSnapshot(
  snapshot: Snapshot,
  place: { bucket: string; id: string },
  { clients, time }: World,
): Promise<SnapshotPlace> {
  const Body = JSON.stringify(snapshot, null, 2);
  const sha256 = digest(Body);
  const at = new Date(time.now()).toISOString().replace(/[-:]/g, '');
  const key = `snapshots/${place.id}/${at}.json`;
  await clients.s3.putObject({
    Bucket: place.bucket,
    Key: key,
    Body,
    ContentType: 'application/json',
    Metadata: { sha256 },
    IfNoneMatch: '*',
  });
  return { bucket: place.bucket, key, sha256 };
}

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Lists are asked for in pages this large; IAM's quotas keep them below. */
const MaxItems = 1000;

function userParts(iam: IAM, UserName: string): Record<string, () => Promise<unknown>> {
  return {
    user: async () => {
      const { User } = await iam.getUser({ UserName });
      return {
        arn: User!.Arn,
        id: User!.UserId,
        boundary: User!.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: ownTags(User!.Tags),
      };
    },
    'access keys': async () =>
      (await iam.listAccessKeys({ UserName })).AccessKeyMetadata?.map((key) => ({
        id: key.AccessKeyId,
        status: key.Status,
      })),
    'login profile': async () =>
      (await ifThere(iam.getLoginProfile({ UserName }))) === undefined ? 'none' : 'there',
    'inline policies': async () => {
      const { PolicyNames = [] } = await iam.listUserPolicies({ UserName, MaxItems });
      return documents(PolicyNames, (PolicyName) => iam.getUserPolicy({ UserName, PolicyName }));
    },
    'attached policies': async () =>
      (await iam.listAttachedUserPolicies({ UserName, MaxItems })).AttachedPolicies?.map(
        ({ PolicyArn }) => PolicyArn,
      ),
    groups: async () =>
      (await iam.listGroupsForUser({ UserName, MaxItems })).Groups?.map(({ Arn }) => Arn),
    'MFA devices': async () =>
      (await iam.listMFADevices({ UserName })).MFADevices?.map((each) => each.SerialNumber),
    'SSH keys': async () =>
      (await iam.listSSHPublicKeys({ UserName })).SSHPublicKeys?.map((key) => ({
        id: key.SSHPublicKeyId,
        status: key.Status,
      })),
    'service credentials': async () =>
      (await iam.listServiceSpecificCredentials({ UserName })).ServiceSpecificCredentials?.map(
        (each) => ({
          id: each.ServiceSpecificCredentialId,
          status: each.Status,
        }),
      ),
    'signing certificates': async () =>
      (await iam.listSigningCertificates({ UserName })).Certificates?.map((each) => ({
        id: each.CertificateId,
        status: each.Status,
      })),
  };
}

function roleParts(iam: IAM, RoleName: string): Record<string, () => Promise<unknown>> {
  return {
    role: async () => {
      const { Role } = await iam.getRole({ RoleName });
      return {
        arn: Role!.Arn,
        id: Role!.RoleId,
        trust: JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!)),
        boundary: Role!.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: ownTags(Role!.Tags),
      };
    },
    'inline policies': async () => {
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName, MaxItems });
      return documents(PolicyNames, (PolicyName) => iam.getRolePolicy({ RoleName, PolicyName }));
    },
    'attached policies': async () =>
      (await iam.listAttachedRolePolicies({ RoleName, MaxItems })).AttachedPolicies?.map(
        ({ PolicyArn }) => PolicyArn,
      ),
  };
}

const ownTags = (tags: readonly { Key?: string | undefined }[] = []) =>
  tags.filter(({ Key }) => Key !== containedTag);

async function documents(
  names: readonly string[],
  get: (name: string) => Promise<{ PolicyDocument?: string | undefined }>,
) {
  const own = (name: string) => name.startsWith(policyPrefix) || name === revocationPolicyName;
  return Promise.all(
    names
      .filter((name) => !own(name))
      .map(async (name) => {
        const { PolicyDocument } = await get(name);
        return { name, document: JSON.parse(decodeURIComponent(PolicyDocument!)) };
      }),
  );
}
