import type { ResourcePolicy as PolicyOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { defineTable, type Table } from '../../kernel/table.ts';

/** What other services of AWS may do with the log groups of an account and Region. */
export interface ResourcePolicy {
  readonly name: string;
  /** JSON text as it was put. */
  readonly document: string;
  readonly updatedMs: number;
}

export const resourcePolicies = defineTable<ResourcePolicy>(
  'logs.resourcePolicies',
  ({ name }) => name,
);

/** All of them as one policy; undefined where there is none. */
export function policyOfLogs(context: Context): string | undefined {
  const table = context.table(resourcePolicies);
  if (table.size === 0) return undefined;
  const known = joined.get(table);
  if (known?.version === table.version) return known.text;
  const Statement = [...table.values()].flatMap(({ document }) => JSON.parse(document).Statement);
  const text = JSON.stringify({ Version: '2012-10-17', Statement });
  joined.set(table, { version: table.version, text });
  return text;
}

const joined = new WeakMap<Table<ResourcePolicy>, { version: number; text: string }>();

export function describePolicy({ name, document, updatedMs }: ResourcePolicy): PolicyOutput {
  return { policyName: name, policyDocument: document, lastUpdatedTime: updatedMs };
}
