import { Buffer } from 'node:buffer';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { defineTable } from '../../kernel/table.ts';
import { invalidParameter, invalidRequest, noSuchVersion } from './problems.ts';
import type { Secret } from './state.ts';
import { current, moveStage, type Version } from './versions.ts';

/** The value of one version, encrypted by the vault under its key in this table. */
export interface StoredValue {
  readonly arn: string;
  readonly versionId: string;
  readonly kind: 'SecretString' | 'SecretBinary';
  readonly sealed: string;
}

export const values = defineTable<StoredValue>('secretsmanager.values', ({ arn, versionId }) =>
  valueKey(arn, versionId),
);

export const valueKey = (arn: string, versionId: string) => `${arn}/${versionId}`;

/** A value on its way in or out. It is never logged, recorded or put into an error. */
export interface PlainValue {
  readonly kind: StoredValue['kind'];
  readonly bytes: Uint8Array;
}

export interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

export function plainValue({ SecretString, SecretBinary }: ValueInput): PlainValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (SecretBinary !== undefined) return { kind: 'SecretBinary', bytes: SecretBinary };
  if (SecretString === undefined) return undefined;
  const bytes = Buffer.from(SecretString);
  // The API model counts characters, the service bytes.
  if (bytes.length > valueBytesLimit) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${valueBytesLimit}`,
      { statusCode: 400 },
    );
  }
  return { kind: 'SecretString', bytes };
}

const valueBytesLimit = 65_536;

/** The id of a new version, which makes repeated calls harmless. SDKs and the CLI make one up. */
export function tokenOf(input: { readonly ClientRequestToken?: string | undefined }): string {
  if (input.ClientRequestToken !== undefined) return input.ClientRequestToken;
  throw invalidRequest(
    'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
  );
}

/** A version that a rotation has just made has no value yet. */
export function hasValue(context: Context, arn: string, versionId: string): boolean {
  return context.table(values).has(valueKey(arn, versionId));
}

/** Throws ResourceNotFoundException. */
export function readValue(context: Context, arn: string, versionId: string): PlainValue {
  const key = valueKey(arn, versionId);
  const stored = context.table(values).get(key);
  if (!stored) throw noSuchVersion(versionId);
  const known = opened.get(stored);
  if (known) return known;
  const value = { kind: stored.kind, bytes: context.vault.open(stored.sealed, key) };
  opened.set(stored, value);
  return value;
}

/**
 * Values that were read stay open in memory, where the key that opens them all lies too, as long as
 * their row exists. Encryption protects the disk; opening anew costs a sixth of the whole request.
 */
const opened = new WeakMap<StoredValue, PlainValue>();

export function writeValue(context: Context, arn: string, versionId: string, value: PlainValue) {
  const sealed = context.vault.seal(value.bytes, valueKey(arn, versionId));
  context.table(values).put({ arn, versionId, kind: value.kind, sealed });
}

export function dropValues(context: Context, { arn, versions }: Secret) {
  for (const { versionId } of versions) context.table(values).delete(valueKey(arn, versionId));
}

/**
 * Adds a version, or finds the one that the same call made before, and gives it `stages`
 * (AWSCURRENT when the caller named none). The first version is always the current one.
 * @returns the secret with its versions, and the version. It is not saved yet.
 */
export function addVersion(
  context: Context,
  secret: Secret,
  put: { token: string; value: PlainValue; stages?: readonly string[] | undefined },
): { secret: Secret; version: Version } {
  const { token: versionId, value, stages } = put;
  const known = secret.versions.find((version) => version.versionId === versionId);
  let { versions } = secret;
  if (known && hasValue(context, secret.arn, versionId)) {
    if (!holds(context, secret, versionId, value)) throw tokenInUse(secret, versionId);
    for (const stage of stages ?? []) versions = moveStage(versions, stage, versionId);
  } else {
    const others = versions.filter((version) => version !== known);
    const isFirst = others.length === 0;
    const version = known ?? { versionId, stages: [], createdMs: context.nowMs };
    versions = [...withRoom(context, { ...secret, versions: others }), version];
    writeValue(context, secret.arn, versionId, value);
    const labels = new Set([...(stages ?? [current]), ...(isFirst ? [current] : [])]);
    for (const stage of labels) versions = moveStage(versions, stage, versionId);
  }
  const changed = versions === secret.versions ? secret : { ...secret, versions };
  return { secret: changed, version: versions.find((one) => one.versionId === versionId)! };
}

/** Whether a version of the secret has exactly this value. */
export function holds(context: Context, { arn }: Secret, versionId: string, value: PlainValue) {
  const kept = readValue(context, arn, versionId);
  return kept.kind === value.kind && Buffer.compare(kept.bytes, value.bytes) === 0;
}

function tokenInUse({ arn }: Secret, token: string): AwsError {
  return new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a ` +
      `version of secret ${arn}.`,
  );
}

/**
 * AWS keeps about 100 versions: beyond them it takes away those without a label, oldest first, but
 * none younger than a day. Who writes more often than six times an hour reaches the quota.
 */
function withRoom(context: Context, { arn, versions }: Secret): readonly Version[] {
  let surplus = versions.length + 1 - keptVersions;
  if (surplus <= 0) return versions;
  const kept = versions.filter(({ versionId, stages, createdMs }) => {
    const isNeeded = stages.length > 0 || context.nowMs - createdMs < versionMinAgeMs;
    if (isNeeded || surplus <= 0) return true;
    surplus -= 1;
    context.table(values).delete(valueKey(arn, versionId));
    return false;
  });
  if (kept.length < versionsLimit) return kept;
  throw new AwsError(
    'LimitExceededException',
    `You can't have more than ${versionsLimit} versions of a secret.`,
  );
}

const keptVersions = 100;
const versionMinAgeMs = 24 * 3_600_000;
const versionsLimit = 24 * 6;

/** Secrets are encrypted under the account's default key; other keys of KMS are not there yet. */
export function requireDefaultKey(operation: string, keyId: string | undefined) {
  if (!keyId || keyId === defaultKey || keyId.endsWith(`:${defaultKey}`)) return;
  throw notImplemented(`${operation}: KmsKeyId other than ${defaultKey}`);
}

export const defaultKey = 'alias/aws/secretsmanager';
