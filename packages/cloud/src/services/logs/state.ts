import type { Distribution, StandardUnit } from '@aws-sdk/client-cloudwatch-logs';
import { defineTable } from '../../kernel/table.ts';

/** A log group of an account and Region. Times are in milliseconds. */
export interface LogGroup {
  /** Unique, unlike the name, and what its events are found by. */
  readonly id: number;
  readonly name: string;
  readonly createdMs: number;
  /** Without it events are kept for ever. */
  readonly retentionDays?: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly id: number;
  readonly groupId: number;
  readonly name: string;
  readonly createdMs: number;
}

export interface MetricFilter {
  readonly groupId: number;
  readonly groupName: string;
  readonly name: string;
  readonly pattern: string;
  readonly createdMs: number;
  readonly transformation: MetricTransformation;
}

export interface MetricTransformation {
  readonly metricNamespace: string;
  readonly metricName: string;
  /** A number, or the selector of one. */
  readonly metricValue: string;
  /** What an event that does not match is worth. */
  readonly defaultValue?: number;
  /** Name → selector. */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: StandardUnit;
}

export interface SubscriptionFilter {
  readonly groupId: number;
  readonly groupName: string;
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn: string;
  readonly distribution: Distribution;
  readonly createdMs: number;
}

export const logGroups = defineTable<LogGroup>('logs.groups', (group) => group.name);

export const logStreams = defineTable<LogStream>(
  'logs.streams',
  (stream) => streamKey(stream.groupId, stream.name),
  { group: ({ groupId }) => String(groupId) },
);

export const metricFilters = defineTable<MetricFilter>(
  'logs.metricFilters',
  (filter) => filterKey(filter.groupId, filter.name),
  {
    group: ({ groupId }) => String(groupId),
    metric: ({ transformation: { metricNamespace, metricName } }) =>
      metricKey(metricNamespace, metricName),
  },
);

export const subscriptionFilters = defineTable<SubscriptionFilter>(
  'logs.subscriptionFilters',
  (filter) => filterKey(filter.groupId, filter.name),
  { group: ({ groupId }) => String(groupId) },
);

export function streamKey(groupId: number, name: string): string {
  return `${groupId}/${name}`;
}

export function filterKey(groupId: number, name: string): string {
  return `${groupId}/${name}`;
}

/** Neither of them has a colon. */
export function metricKey(namespace: string, name: string): string {
  return `${namespace}:${name}`;
}
