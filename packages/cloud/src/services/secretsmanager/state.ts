import type { Context } from '../../kernel/context.ts';
import { defineTable } from '../../kernel/table.ts';
import type { Version } from './versions.ts';

/** A secret without its values, or the replica of one. Times are in milliseconds. */
export interface Secret {
  readonly name: string;
  /** Ends in six random characters: a new secret never falls under policies for an old one. */
  readonly arn: string;
  readonly description?: string;
  /** As the caller gave it; absent for the default key. */
  readonly kmsKeyId?: string;
  readonly createdMs: number;
  readonly changedMs: number;
  /** The day of the last read, at midnight UTC: AWS tells no more. */
  readonly accessedMs?: number;
  /** Marked for deletion; a job takes it away at `dueMs`. */
  readonly deletion?: { readonly requestedMs: number; readonly dueMs: number };
  /** Absent until the first tag; AWS shows an empty list after the last was taken off. */
  readonly tags?: readonly Tag[];
  /** JSON as it was put. */
  readonly resourcePolicy?: string;
  readonly rotation?: Rotation;
  /** Oldest first. */
  readonly versions: readonly Version[];
  readonly replicas: readonly Replica[];
  /** The Region of the primary secret: present in replicas alone. */
  readonly primaryRegion?: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Rotation {
  readonly enabled: boolean;
  readonly lambdaArn?: string;
  readonly rules?: RotationRules;
  /** The last rotation that succeeded. */
  readonly lastMs?: number;
  /** The end of the next rotation window. */
  readonly nextMs?: number;
}

export interface RotationRules {
  readonly AutomaticallyAfterDays?: number;
  readonly Duration?: string;
  readonly ScheduleExpression?: string;
}

export interface Replica {
  readonly region: string;
  readonly kmsKeyId: string;
  readonly status: 'InProgress' | 'InSync' | 'Failed';
  readonly message?: string;
  /** A secret of the same name that stands there already is to be replaced. */
  readonly overwrite?: true;
}

export const secrets = defineTable<Secret>('secretsmanager.secrets', (secret) => secret.name, {
  arn: (secret) => secret.arn,
});

/** Finds a secret by name, by ARN, or by ARN without the six characters at its end. */
export function findSecret(context: Context, id: string): Secret | undefined {
  const table = context.table(secrets);
  if (!id.startsWith('arn:')) return table.get(id);
  const [exact] = table.find('arn', id);
  if (exact) return exact;
  const start = secretArn(context, '');
  return id.startsWith(start) ? table.get(id.slice(start.length)) : undefined;
}

export function secretArn(context: Context, resource: string): string {
  return context.arn('secretsmanager', `secret:${resource}`);
}
