import type { Context } from '../../kernel/context.ts';
import { isoSeconds } from '../../kernel/isoTime.ts';
import {
  accessKeys,
  lastUses,
  loginProfiles,
  mfaDevices,
  passwordPolicies,
  signingCertificates,
  type User,
  users,
} from './state.ts';

/**
 * The credential report as CSV: the root user, then the users by name.
 * Source: "Generate credential reports for your AWS account" in the IAM User Guide.
 */
export function credentialReport(context: Context): string {
  const rows = [...context.globalTable(users).values()]
    .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
    .map((user) => userRow(user, context));
  return [columns, rootRow(context), ...rows].map((row) => row.join(',')).join('\n');
}

const keyColumns = (number: 1 | 2) =>
  ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
    (name) => `access_key_${number}_${name}`,
  );
const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...keyColumns(1),
  ...keyColumns(2),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

const noKey = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
const noCertificate = ['false', 'N/A'];

/** The root user of a box has no password, key or device; it is as old as the oldest user. */
function rootRow(context: Context): string[] {
  const created = [...context.globalTable(users).values()].map(({ createMs }) => createMs);
  return [
    '<root_account>',
    `arn:aws:iam::${context.accountId}:root`,
    isoTime(Math.min(context.nowMs, ...created)),
    'not_supported',
    'no_information',
    'not_supported',
    'not_supported',
    'false',
    ...noKey,
    ...noKey,
    ...noCertificate,
    ...noCertificate,
  ];
}

function userRow(user: User, context: Context): string[] {
  const keys = context.globalTable(accessKeys).find('user', user.id);
  const certificates = context.globalTable(signingCertificates).find('user', user.id);
  const hasMfa = context.globalTable(mfaDevices).find('user', user.id).length > 0;
  return [
    user.name,
    user.arn,
    isoTime(user.createMs),
    ...passwordCells(user, context),
    String(hasMfa),
    ...[0, 1].flatMap((index) => {
      const key = keys[index];
      if (!key) return noKey;
      const active = String(key.status === 'Active');
      return [active, isoTime(key.createMs), ...lastUseCells(key.accessKeyId, context)];
    }),
    ...[0, 1].flatMap((index) => {
      const certificate = certificates[index];
      if (!certificate) return noCertificate;
      return [String(certificate.status === 'Active'), isoTime(certificate.createMs)];
    }),
  ];
}

/** Enabled, last used, last changed, next rotation. */
function passwordCells({ id }: User, context: Context): string[] {
  const profile = context.globalTable(loginProfiles).get(id);
  if (!profile) return ['false', 'N/A', 'N/A', 'N/A'];
  const maxDays = context.globalTable(passwordPolicies).get('own')?.MaxPasswordAge;
  const next = maxDays === undefined ? 'N/A' : isoTime(profile.changeMs + maxDays * dayMs);
  return ['true', 'no_information', isoTime(profile.changeMs), next];
}

function lastUseCells(id: string, context: Context): string[] {
  const use = context.globalTable(lastUses).get(id);
  return use ? [isoTime(use.timeMs), use.region, use.service] : ['N/A', 'N/A', 'N/A'];
}

/** `2026-01-31T12:00:00+00:00`, as the report writes times. */
function isoTime(timeMs: number): string {
  return isoSeconds(timeMs).replace('Z', '+00:00');
}

const dayMs = 24 * 3_600_000;
