import { authorize, parsePolicy, type Policy, type PolicyKind } from '@tocsin/engine/policy';
import type { Clock } from '../../kernel/clock.ts';
import type {
  AssumableRole,
  Credential,
  Identities,
  Identity,
  IdentityPolicies,
  SessionRequest,
  TemporaryCredentials,
} from '../../kernel/identities.ts';
import { alphabets, type Ids } from '../../kernel/ids.ts';
import type { Settings } from '../../kernel/settings.ts';
import type { Store } from '../../kernel/store.ts';
import type { Vault } from '../../kernel/vault.ts';
import { awsManagedPolicy } from './awsManagedPolicies.ts';
import { roleSessionIdentity, userIdentity, userSessionIdentity } from './identity.ts';
import {
  type AccessKey,
  accessKeys,
  groups,
  managedPolicies,
  type PolicyHolder,
  type Role,
  roles,
  type Session,
  sessions,
  type User,
  users,
} from './state.ts';

interface IdentitiesParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** IAM as the gateway and STS see it. What is computed from rows is kept while the rows stand. */
export function createIdentities(parts: IdentitiesParts): Identities {
  return new StoredIdentities(parts);
}

class StoredIdentities implements Identities {
  readonly #parts: IdentitiesParts;
  readonly #tables;
  readonly #credentials = new Map<string, KeptCredential>();
  readonly #policies = new WeakMap<Identity, { version: number; policies: IdentityPolicies }>();
  readonly #sources = new WeakMap<Identity, Source>();
  readonly #parsed = new Map<string, Policy>();
  readonly #serviceSessions = new Map<string, { role: Role; identity: Identity }>();

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
    const scope = `${parts.settings.accountId}/global`;
    const { store } = parts;
    this.#tables = {
      users: store.table(users, scope),
      groups: store.table(groups, scope),
      roles: store.table(roles, scope),
      policies: store.table(managedPolicies, scope),
      keys: store.table(accessKeys, scope),
      sessions: store.table(sessions, scope),
    };
  }

  credential(accessKeyId: string): Credential | undefined {
    const { keys, sessions, users, roles } = this.#tables;
    const key = keys.get(accessKeyId);
    const session = key ? undefined : sessions.get(accessKeyId);
    const row = key ?? session;
    if (!row) return undefined;
    const holder = key
      ? users.get(key.userName)
      : 'userName' in session!.of
        ? users.get(session!.of.userName)
        : roles.find('arn', session!.of.roleArn)[0];
    if (!holder) return undefined;
    const kept = this.#credentials.get(accessKeyId);
    if (kept && kept.row === row && kept.holder === holder) return kept.credential;
    const credential = key
      ? this.#keyCredential(key, holder as User)
      : this.#sessionCredential(session!, holder);
    if (this.#credentials.size >= keptCredentialsLimit) this.#credentials.clear();
    this.#credentials.set(accessKeyId, { row, holder, credential });
    return credential;
  }

  policies(identity: Identity): IdentityPolicies {
    const { users, groups, roles, policies } = this.#tables;
    const version = users.version + groups.version + roles.version + policies.version;
    const kept = this.#policies.get(identity);
    if (kept?.version === version) return kept.policies;
    const source = this.#sources.get(identity);
    const found = source ? this.#collect(source) : { identity: [] };
    this.#policies.set(identity, { version, policies: found });
    return found;
  }

  used(accessKeyId: string, service: string, region: string) {
    const { keys } = this.#tables;
    const key = keys.get(accessKeyId);
    if (!key) return;
    const timeMs = Math.floor(this.#parts.clock.now() / usedStepMs) * usedStepMs;
    const { lastUsed } = key;
    const same = lastUsed && lastUsed.timeMs === timeMs && lastUsed.service === service;
    if (same && lastUsed.region === region) return;
    const kept = this.#credentials.get(accessKeyId);
    this.#parts.store.transact(() => {
      const row = keys.put({ ...key, lastUsed: { timeMs, service, region } });
      if (kept?.row === key) this.#credentials.set(accessKeyId, { ...kept, row });
    });
  }

  role(arn: string): AssumableRole | undefined {
    const role = this.#tables.roles.find('arn', arn)[0];
    if (!role) return undefined;
    return {
      arn,
      roleId: role.roleId,
      roleName: role.roleName,
      maxSessionSeconds: role.maxSessionSeconds,
      trustPolicy: this.#parse(role.trustPolicy, 'trust'),
      tags: Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value])),
    };
  }

  serviceSession(
    roleArn: string,
    service: string,
    sessionName: string,
    conditionKeys: Readonly<Record<string, string>> = {},
  ): Identity | undefined {
    const role = this.#tables.roles.find('arn', roleArn)[0];
    if (!role) return undefined;
    const decision = authorize(
      {
        action: 'sts:AssumeRole',
        resource: roleArn,
        principal: { kind: 'service', service },
        context: (key) => conditionKeys[key],
      },
      { identity: [], resource: this.#parse(role.trustPolicy, 'trust') },
    );
    if (!decision.allowed) return undefined;
    const key = `${service} ${sessionName} ${roleArn}`;
    const kept = this.#serviceSessions.get(key);
    if (kept?.role === role) return kept.identity;
    const nowMs = this.#parts.clock.now();
    const identity = roleSessionIdentity(
      role,
      serviceSessionRow(role, sessionName, nowMs),
      this.#parts.settings.accountId,
    );
    this.#sources.set(identity, { role: role.roleName });
    if (this.#serviceSessions.size >= keptCredentialsLimit) this.#serviceSessions.clear();
    this.#serviceSessions.set(key, { role, identity });
    return identity;
  }

  openSession(request: SessionRequest): TemporaryCredentials {
    const { ids, vault, clock } = this.#parts;
    this.#forgetExpired();
    const accessKeyId = `ASIA${ids.pick(alphabets.uniqueId, 16)}`;
    const secretAccessKey = ids.bytes(30).toString('base64');
    const sessionToken = sessionTokenStart + ids.bytes(sessionTokenBytes).toString('base64');
    const createMs = clock.now();
    const { of } = request;
    const secret = JSON.stringify({ secretAccessKey, sessionToken });
    this.#tables.sessions.put({
      accessKeyId,
      sealedSecret: vault.seal(Buffer.from(secret), `session ${accessKeyId}`),
      createMs,
      expiresMs: createMs + request.durationSeconds * 1000,
      mfaAuthenticated: request.mfaAuthenticated ?? false,
      of:
        'role' in of
          ? {
              roleArn: of.role.arn,
              sessionName: of.sessionName,
              ...(of.sourceIdentity ? { sourceIdentity: of.sourceIdentity } : undefined),
            }
          : { userName: userNameOf(of.user) },
      policies: request.policies ?? [],
      tags: request.tags ?? {},
    });
    const { identity, expiresMs } = this.credential(accessKeyId)!;
    return { accessKeyId, secretAccessKey, sessionToken, expiresMs: expiresMs!, identity };
  }

  administrator(key?: { accessKeyId: string; secretAccessKey: string }): Credential {
    const { store, ids, settings, clock, vault } = this.#parts;
    const { users, keys } = this.#tables;
    return store.transact(() => {
      const nowMs = clock.now();
      if (!users.has(administratorName)) {
        users.put({
          userName: administratorName,
          userId: `AIDA${ids.pick(alphabets.uniqueId, 17)}`,
          arn: `arn:aws:iam::${settings.accountId}:user/${administratorName}`,
          path: '/',
          createMs: nowMs,
          inline: {},
          attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          tags: [],
        });
      }
      const own = keys.find('user', administratorName).find(({ status }) => status === 'Active');
      if (own && (!key || key.accessKeyId === own.accessKeyId)) {
        const known = this.credential(own.accessKeyId)!;
        if (!key || key.secretAccessKey === known.secretAccessKey) return known;
      }
      const made = key ?? {
        accessKeyId: `AKIA${ids.pick(alphabets.uniqueId, 16)}`,
        secretAccessKey: ids.bytes(30).toString('base64'),
      };
      const label = `access-key ${made.accessKeyId}`;
      keys.put({
        accessKeyId: made.accessKeyId,
        userName: administratorName,
        status: 'Active',
        createMs: nowMs,
        sealedSecret: vault.seal(Buffer.from(made.secretAccessKey), label),
      });
      return this.credential(made.accessKeyId)!;
    });
  }

  #keyCredential(key: AccessKey, user: User): Credential {
    const { vault } = this.#parts;
    const identity = userIdentity(user, this.#parts.settings.accountId, key.accessKeyId);
    this.#sources.set(identity, { user: user.userName });
    return {
      accessKeyId: key.accessKeyId,
      secretAccessKey: vault.open(key.sealedSecret, `access-key ${key.accessKeyId}`).toString(),
      active: key.status === 'Active',
      identity,
    };
  }

  #sessionCredential(session: Session, holder: User | Role): Credential {
    const { accessKeyId, sealedSecret, expiresMs } = session;
    const { accountId } = this.#parts.settings;
    const secret = this.#parts.vault.open(sealedSecret, `session ${accessKeyId}`).toString();
    const identity =
      'roleName' in holder
        ? roleSessionIdentity(holder, session, accountId)
        : userSessionIdentity(holder, session, accountId);
    this.#sources.set(
      identity,
      'roleName' in holder
        ? { role: holder.roleName, session: session.policies }
        : { user: holder.userName, session: session.policies },
    );
    return { accessKeyId, ...JSON.parse(secret), active: true, identity, expiresMs };
  }

  #collect(source: Source): IdentityPolicies {
    const { users, groups, roles } = this.#tables;
    const holder = 'user' in source ? users.get(source.user) : roles.get(source.role);
    if (!holder) return { identity: [] };
    const identity = this.#policiesOf(holder);
    if ('user' in source) {
      for (const group of groups.values()) {
        if (group.members.includes(source.user)) identity.push(...this.#policiesOf(group));
      }
    }
    const boundary = holder.boundary && this.#managed(holder.boundary);
    return {
      identity,
      ...(source.session?.length
        ? { session: source.session.map((text) => this.#parse(text, 'session')) }
        : undefined),
      ...(boundary ? { boundary } : undefined),
    };
  }

  #policiesOf({ inline, attached }: PolicyHolder): Policy[] {
    const policies = Object.values(inline).map((text) => this.#parse(text, 'identity'));
    for (const arn of attached) {
      const policy = this.#managed(arn);
      if (policy) policies.push(policy);
    }
    return policies;
  }

  #managed(arn: string): Policy | undefined {
    const own = this.#tables.policies.get(arn);
    const version = own?.versions.find(({ versionId }) => versionId === own.defaultVersionId);
    const text = version?.document ?? awsManagedPolicy(arn)?.document;
    return text === undefined ? undefined : this.#parse(text, 'identity');
  }

  #parse(text: string, kind: PolicyKind): Policy {
    const known = this.#parsed.get(kind + text);
    if (known) return known;
    if (this.#parsed.size >= parsedPoliciesLimit) this.#parsed.clear();
    const policy = parsePolicy(text, kind);
    this.#parsed.set(kind + text, policy);
    return policy;
  }

  #forgetExpired() {
    const { sessions } = this.#tables;
    const nowMs = this.#parts.clock.now();
    const expired = [...sessions.values()].filter(
      ({ expiresMs }) => expiresMs + expiredKeptMs < nowMs,
    );
    for (const { accessKeyId } of expired) sessions.delete(accessKeyId);
  }
}

/** Where an identity's policies come from. */
type Source = ({ readonly user: string } | { readonly role: string }) & {
  readonly session?: readonly string[];
};

interface KeptCredential {
  readonly row: AccessKey | Session;
  readonly holder: User | Role;
  readonly credential: Credential;
}

const administratorName = 'tocsin-admin';
const keptCredentialsLimit = 10_000;
const parsedPoliciesLimit = 10_000;
/** GetAccessKeyLastUsed tells minutes, so no more is written. */
const usedStepMs = 60_000;
/** A caller with an expired token is told so for a day; later the key is unknown. */
const expiredKeptMs = 24 * 3_600_000;
/** What AWS's session tokens begin with. */
const sessionTokenStart = 'IQoJb3JpZ2luX2Vj';
const sessionTokenBytes = 240;

/** A service's session has no keys that anybody could use. */
function serviceSessionRow(role: Role, sessionName: string, nowMs: number): Session {
  return {
    accessKeyId: '',
    sealedSecret: '',
    createMs: nowMs,
    expiresMs: nowMs + role.maxSessionSeconds * 1000,
    mfaAuthenticated: false,
    of: { roleArn: role.arn, sessionName },
    policies: [],
    tags: {},
  };
}

function userNameOf(identity: Identity): string {
  return String(identity.userIdentity.userName);
}
