import type { Clock } from '../../kernel/clock.ts';
import { iamDelayMs, type RowsInEffect, rowsInEffect } from '../../kernel/propagation.ts';
import type { Store } from '../../kernel/store.ts';
import type { TableSpec } from '../../kernel/table.ts';
import type { PolicyTables } from './identityPolicies.ts';
import * as state from './state.ts';

/** The tables that credentials and policies come from. */
export function credentialTables(store: Store, scope: string) {
  return {
    users: store.table(state.users, scope),
    groups: store.table(state.groups, scope),
    roles: store.table(state.roles, scope),
    policies: store.table(state.managedPolicies, scope),
    keys: store.table(state.accessKeys, scope),
    sessions: store.table(state.sessions, scope),
    lastUses: store.table(state.lastUses, scope),
    mfaDevices: store.table(state.mfaDevices, scope),
  };
}

/** What counts when a request is decided. */
export interface TablesInEffect extends PolicyTables {
  readonly keys: RowsInEffect<state.AccessKey>;
  readonly sessions: RowsInEffect<state.Session>;
}

/** At pace `aws`: what has come into effect by now. Sessions act as soon as they are made. */
export function tablesInEffect(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  scope: string,
): TablesInEffect {
  const rows = <Row extends object>(spec: TableSpec<Row>) =>
    rowsInEffect<Row>({ store }, { spec, scope }, { clock, delayMs: iamDelayMs });
  return {
    users: rows(state.users),
    groups: rows(state.groups),
    roles: rows(state.roles),
    policies: rows(state.managedPolicies),
    keys: rows(state.accessKeys),
    sessions: store.table(state.sessions, scope),
  };
}

/** Whether a principal is there; those of other accounts, and sessions, are taken as they are. */
export function mayExist(
  principal: string,
  { users, roles }: TablesInEffect,
  accountId: string,
): boolean {
  const [, account, kind] = /^arn:aws:iam::(\d{12}):(user|role)\//.exec(principal) ?? [];
  if (account !== accountId) return true;
  if (kind === 'role') return roles.find('arn', principal).length > 0;
  const name = principal.slice(principal.lastIndexOf('/') + 1).toLowerCase();
  return users.find('name', name)[0]?.arn === principal;
}
