import { authorize } from '@tocsin/engine/policy';
import type { Clock } from '../../kernel/clock.ts';
import type {
  AssumableRole,
  Credential,
  Identities,
  Identity,
  IdentityPolicies,
  MfaCode,
  SessionRequest,
  TemporaryCredentials,
} from '../../kernel/identities.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { ServiceControl } from '../../kernel/serviceControl.ts';
import type { Settings } from '../../kernel/settings.ts';
import type { Store } from '../../kernel/store.ts';
import { newAccessKeyId } from '../../kernel/uniqueId.ts';
import type { Vault } from '../../kernel/vault.ts';
import { administratorRow, keyRow, serviceSessionRow, sessionRow } from './credentialRows.ts';
import {
  assumableRole,
  isServiceLinked,
  roleSessionIdentity,
  sessionIdentity,
  userIdentity,
} from './identity.ts';
import { PolicyReader, type PolicySource } from './identityPolicies.ts';
import { stepOfCode } from './mfa.ts';
import type * as state from './state.ts';
import { credentialTables, mayExist, type TablesInEffect, tablesInEffect } from './tables.ts';

export interface IdentitiesParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly serviceControl: ServiceControl;
}

/** IAM as the gateway and STS see it. What is computed from rows is kept while the rows stand. */
export function createIdentities(parts: IdentitiesParts): Identities {
  return new StoredIdentities(parts);
}

class StoredIdentities implements Identities {
  readonly #parts: IdentitiesParts;
  readonly #tables;
  #inEffect: TablesInEffect;
  #reader: PolicyReader;
  readonly #credentials = new Map<string, KeptCredential>();
  readonly #policies = new WeakMap<Identity, { version: number; policies: IdentityPolicies }>();
  readonly #sources = new WeakMap<Identity, PolicySource>();
  readonly #serviceSessions = new Map<string, { role: state.Role; identity: Identity }>();

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
    this.#tables = credentialTables(parts.store, `${parts.settings.accountId}/global`);
    this.#inEffect = this.#tables;
    this.#reader = new PolicyReader(this.#inEffect);
  }

  get organization() {
    return this.#parts.serviceControl.organization;
  }

  credential(accessKeyId: string): Credential | undefined {
    const { keys, sessions } = this.#inEffect;
    const row = keys.get(accessKeyId) ?? sessions.get(accessKeyId);
    const holder = row && this.#holderOf(row);
    if (!holder) return undefined;
    const kept = this.#credentials.get(accessKeyId);
    if (kept && kept.row === row && kept.holder === holder) return kept.credential;
    const credential =
      'userId' in row
        ? this.#keyCredential(row, holder as state.User)
        : this.#sessionCredential(row, holder);
    if (this.#credentials.size >= keptCredentialsLimit) this.#credentials.clear();
    this.#credentials.set(accessKeyId, { row, holder, credential });
    return credential;
  }

  policies(identity: Identity): IdentityPolicies {
    const { serviceControl } = this.#parts;
    const version = this.#reader.version + serviceControl.version;
    const kept = this.#policies.get(identity);
    if (kept?.version === version) return kept.policies;
    const source = this.#sources.get(identity);
    const scps = isServiceLinked(identity) ? undefined : serviceControl.levels();
    const policies = {
      ...(source ? this.#reader.of(source) : { identity: [] }),
      ...(scps ? { scps } : undefined),
    };
    this.#policies.set(identity, { version, policies });
    return policies;
  }

  managedPolicy(arn: string): string | undefined {
    return this.#reader.document(arn);
  }

  used(accessKeyId: string, service: string, region: string) {
    const { keys, sessions, lastUses } = this.#tables;
    const of = sessions.get(accessKeyId)?.of;
    const id = keys.has(accessKeyId) ? accessKeyId : of && 'roleId' in of ? of.roleId : undefined;
    if (id === undefined) return;
    const timeMs = Math.floor(this.#parts.clock.now() / usedStepMs) * usedStepMs;
    const last = lastUses.get(id);
    if (last?.timeMs === timeMs && last.service === service && last.region === region) return;
    this.#parts.store.transact(() => lastUses.put({ id, timeMs, service, region }));
  }

  role(arn: string): AssumableRole | undefined {
    const role = this.#inEffect.roles.find('arn', arn)[0];
    if (!role) return undefined;
    return assumableRole(role, this.#reader.parse(role.trustPolicy, 'trust'));
  }

  mayExist(principal: string): boolean {
    return mayExist(principal, this.#inEffect, this.#parts.settings.accountId);
  }

  serviceSession(
    roleArn: string,
    service: string,
    sessionName: string,
    conditionKeys: Readonly<Record<string, string>> = {},
  ): Identity | undefined {
    const role = this.#inEffect.roles.find('arn', roleArn)[0];
    if (!role) return undefined;
    const principal = { kind: 'service', service } as const;
    const context = (key: string) => conditionKeys[key];
    const decision = authorize(
      { action: 'sts:AssumeRole', resource: roleArn, principal, context },
      { identity: [], resource: this.#reader.parse(role.trustPolicy, 'trust') },
    );
    if (!decision.allowed) return undefined;
    const key = `${service} ${sessionName} ${roleArn}`;
    const kept = this.#serviceSessions.get(key);
    if (kept?.role === role) return kept.identity;
    const session = serviceSessionRow(role, sessionName, this.#parts.clock.now());
    const identity = roleSessionIdentity(role, session, this.#parts.settings.accountId);
    this.#sources.set(identity, { roleId: role.id });
    if (this.#serviceSessions.size >= keptCredentialsLimit) this.#serviceSessions.clear();
    this.#serviceSessions.set(key, { role, identity });
    return identity;
  }

  isMfaCode(user: Identity, code: MfaCode) {
    const device = this.#tables.mfaDevices.get(code.serialNumber);
    const owner = device?.assigned?.userId;
    if (!device || owner !== user.userIdentity.principalId) return 'unknown device';
    return this.#stepOf(device, code) === undefined ? 'wrong' : 'right';
  }

  #stepOf(device: state.MfaDevice, code: MfaCode): number | undefined {
    return stepOfCode(device, code, this.#parts);
  }

  openSession(request: SessionRequest): TemporaryCredentials {
    this.#forgetExpired();
    if (request.mfa) this.#takeCode(request.mfa.code);
    const { row, secretAccessKey, sessionToken } = sessionRow(request, this.#parts);
    this.#tables.sessions.put(row);
    const { identity } = this.credential(row.accessKeyId)!;
    const { accessKeyId, expiresMs } = row;
    return { accessKeyId, secretAccessKey, sessionToken, expiresMs, identity };
  }

  administrator(key?: { accessKeyId: string; secretAccessKey: string }): Credential {
    const { store, ids, settings, clock, vault } = this.#parts;
    const { users, keys } = this.#tables;
    const administrator = store.transact(() => {
      const row = administratorRow(settings.accountId, ids, clock.now());
      const user = users.find('name', row.name)[0] ?? users.put(row);
      const own = keys.find('user', user.id).find(({ status }) => status === 'Active');
      if (own && (!key || key.accessKeyId === own.accessKeyId)) {
        const known = this.credential(own.accessKeyId)!;
        if (!key || key.secretAccessKey === known.secretAccessKey) return known;
      }
      const { accessKeyId, secretAccessKey } = key ?? {
        accessKeyId: newAccessKeyId('AKIA', settings.accountId, ids),
        secretAccessKey: ids.bytes(30).toString('base64'),
      };
      keys.put(keyRow({ accessKeyId, secretAccessKey, userId: user.id }, vault, clock.now()));
      return this.credential(accessKeyId)!;
    });
    // What the cloud starts with is in effect; what is changed from here on takes its time.
    if (settings.pace === 'aws') {
      this.#inEffect = tablesInEffect(this.#parts, `${settings.accountId}/global`);
    }
    this.#reader = new PolicyReader(this.#inEffect);
    return administrator;
  }

  #holderOf(row: state.AccessKey | state.Session): state.User | state.Role | undefined {
    const { users, roles } = this.#inEffect;
    if ('userId' in row) return users.get(row.userId);
    return 'userId' in row.of ? users.get(row.of.userId) : roles.get(row.of.roleId);
  }

  #keyCredential(key: state.AccessKey, user: state.User): Credential {
    const { vault, settings } = this.#parts;
    const identity = userIdentity(user, settings.accountId, key.accessKeyId);
    this.#sources.set(identity, { userId: user.id });
    return {
      accessKeyId: key.accessKeyId,
      secretAccessKey: vault.open(key.sealedSecret, `access-key ${key.accessKeyId}`).toString(),
      active: key.status === 'Active',
      identity,
    };
  }

  #sessionCredential(session: state.Session, holder: state.User | state.Role): Credential {
    const { accessKeyId, sealedSecret, expiresMs, policies } = session;
    const { vault, settings } = this.#parts;
    const secret = vault.open(sealedSecret, `session ${accessKeyId}`).toString();
    const identity = sessionIdentity(holder, session, settings.accountId);
    const source = 'trustPolicy' in holder ? { roleId: holder.id } : { userId: holder.id };
    const narrowed = identity.principal.kind === 'federated-user' || policies.length > 0;
    this.#sources.set(identity, { ...source, ...(narrowed ? { session: policies } : undefined) });
    return { accessKeyId, ...JSON.parse(secret), active: true, identity, expiresMs };
  }

  #takeCode(code: MfaCode) {
    const { mfaDevices } = this.#tables;
    const device = mfaDevices.get(code.serialNumber)!;
    const assigned = { ...device.assigned!, lastStep: this.#stepOf(device, code)! };
    mfaDevices.put({ ...device, assigned });
  }

  #forgetExpired() {
    const { sessions } = this.#tables;
    const nowMs = this.#parts.clock.now();
    for (const { accessKeyId, expiresMs } of [...sessions.values()]) {
      if (expiresMs + expiredKeptMs < nowMs) sessions.delete(accessKeyId);
    }
  }
}

interface KeptCredential {
  readonly row: state.AccessKey | state.Session;
  readonly holder: state.User | state.Role;
  readonly credential: Credential;
}

const keptCredentialsLimit = 10_000;
const usedStepMs = 60_000; // GetAccessKeyLastUsed tells minutes.
/** So long is a caller told that its token expired; later the key is unknown. */
const expiredKeptMs = 24 * 3_600_000;
