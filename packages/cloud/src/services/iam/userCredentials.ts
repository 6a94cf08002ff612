import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { TableSpec } from '../../kernel/table.ts';
import { userOrCaller } from './holders.ts';
import {
  accessKeys,
  loginProfiles,
  mfaDevices,
  serviceCredentials,
  signingCertificates,
  sshKeys,
  type User,
  type UserCredential,
} from './state.ts';

interface Asked {
  readonly UserName?: string | undefined;
  readonly id: string | undefined;
}

/** An SSH key, service-specific credential or signing certificate of a user. */
export function credentialOf<Row extends UserCredential>(
  kind: { readonly table: TableSpec<Row>; readonly title: string },
  { UserName, id = '' }: Asked,
  context: Context,
): { readonly user: User; readonly credential: Row } {
  const user = userOrCaller(UserName, context);
  const credential = context.globalTable(kind.table).get(id);
  if (credential?.userId === user.id) return { user, credential };
  throw new AwsError('NoSuchEntityException', `The ${kind.title} with id ${id} cannot be found.`);
}

export function updateCredential<Row extends UserCredential>(
  kind: { readonly table: TableSpec<Row>; readonly title: string },
  asked: Asked & { readonly Status: string | undefined },
  context: Context,
): object {
  const { credential } = credentialOf(kind, asked, context);
  const status = asked.Status === 'Active' ? 'Active' : 'Inactive';
  context.globalTable(kind.table).put({ ...credential, status });
  return {};
}

export function deleteCredential<Row extends UserCredential>(
  kind: { readonly table: TableSpec<Row>; readonly title: string },
  asked: Asked,
  context: Context,
): object {
  context.globalTable(kind.table).delete(credentialOf(kind, asked, context).credential.id);
  return {};
}

export const sshKind = { table: sshKeys, title: 'Public Key' };
export const serviceKind = { table: serviceCredentials, title: 'Service Specific Credential' };
export const certificateKind = { table: signingCertificates, title: 'Certificate' };

/** What a user must be without before it can be deleted, in AWS's words. */
export function credentialLeft({ id }: User, context: Context): string | undefined {
  const has = (table: TableSpec<never>) =>
    context.globalTable(table as TableSpec<UserCredential>).find('user', id).length > 0;
  if (context.globalTable(loginProfiles).has(id)) return 'must delete login profile first.';
  if (has(accessKeys)) return 'must delete access keys first.';
  if (has(mfaDevices)) return 'must delete MFA device first.';
  if (has(signingCertificates)) return 'must delete signing certificates first.';
  if (has(sshKeys)) return 'must delete ssh public keys first.';
  if (has(serviceCredentials)) return 'must delete service specific credentials first.';
  return undefined;
}
