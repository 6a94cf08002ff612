import type { SessionRequest } from '../../kernel/identities.ts';
import type { Ids } from '../../kernel/ids.ts';
import { newAccessKeyId, newUniqueId } from '../../kernel/uniqueId.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { IdentitiesParts } from './identities.ts';
import type { AccessKey, Role, Session, User } from './state.ts';

/** The user that a fresh account starts with. */
export function administratorRow(accountId: string, ids: Ids, nowMs: number): User {
  return {
    id: newUniqueId('AIDA', accountId, ids),
    name: administratorName,
    arn: `arn:aws:iam::${accountId}:user/${administratorName}`,
    path: '/',
    createMs: nowMs,
    inline: {},
    attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    tags: [],
    groups: [],
  };
}

/** A key whose secret can be read back by the vault alone. */
export function keyRow(
  key: { accessKeyId: string; secretAccessKey: string; userId: string },
  vault: Vault,
  nowMs: number,
): AccessKey {
  const { accessKeyId, secretAccessKey, userId } = key;
  return {
    accessKeyId,
    userId,
    status: 'Active',
    createMs: nowMs,
    sealedSecret: vault.seal(Buffer.from(secretAccessKey), `access-key ${accessKeyId}`),
  };
}

/** Temporary credentials: the row to keep, and what the caller gets to see once. */
export function sessionRow(
  request: SessionRequest,
  { ids, vault, clock, settings }: IdentitiesParts,
): { row: Session; secretAccessKey: string; sessionToken: string } {
  const accessKeyId = newAccessKeyId('ASIA', settings.accountId, ids);
  const secretAccessKey = ids.bytes(30).toString('base64');
  const sessionToken = sessionTokenStart + ids.bytes(sessionTokenBytes).toString('base64');
  const secret = JSON.stringify({ secretAccessKey, sessionToken });
  const createMs = clock.now();
  const row: Session = {
    accessKeyId,
    sealedSecret: vault.seal(Buffer.from(secret), `session ${accessKeyId}`),
    createMs,
    expiresMs: createMs + request.durationSeconds * 1000,
    mfaAuthenticated: request.mfa !== undefined,
    of: holderOf(request),
    policies: request.policies ?? [],
    tags: request.tags ?? {},
  };
  return { row, secretAccessKey, sessionToken };
}

/** A service's session has no keys that anybody could use. */
export function serviceSessionRow(role: Role, sessionName: string, nowMs: number): Session {
  return {
    accessKeyId: '',
    sealedSecret: '',
    createMs: nowMs,
    expiresMs: nowMs + role.maxSessionSeconds * 1000,
    mfaAuthenticated: false,
    of: { roleId: role.id, sessionName },
    policies: [],
    tags: {},
  };
}

function holderOf({ of }: SessionRequest): Session['of'] {
  if ('user' in of) {
    const { federatedName, user } = of;
    return {
      userId: String(user.userIdentity.principalId),
      ...(federatedName === undefined ? undefined : { federatedName }),
    };
  }
  const { role, sessionName, sourceIdentity } = of;
  return {
    roleId: role.roleId,
    sessionName,
    ...(sourceIdentity ? { sourceIdentity } : undefined),
  };
}

const administratorName = 'tocsin-admin';
/** What AWS's session tokens begin with. */
const sessionTokenStart = 'IQoJb3JpZ2luX2Vj';
const sessionTokenBytes = 240;
