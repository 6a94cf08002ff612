import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { defineTable } from '../../kernel/table.ts';
import type { Tags } from './tags.ts';

/** A bus of an account and Region. The default bus has a row only once something is set on it. */
export interface EventBus {
  readonly name: string;
  readonly description?: string;
  /** JSON text. */
  readonly policy?: string;
  readonly createdMs?: number;
  readonly modifiedMs?: number;
  readonly tags: Tags;
}

export interface Rule {
  readonly name: string;
  readonly busName: string;
  /** JSON text as it was put. */
  readonly pattern?: string;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string;
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  readonly targets: readonly Target[];
  readonly tags: Tags;
  /** Records of the journal up to this position were before the rule, as it is now. */
  readonly sinceSeq: number;
}

export interface Archive {
  /** Tells an archive from a later one with the same name. */
  readonly id: string;
  readonly name: string;
  readonly busName: string;
  readonly description?: string;
  readonly pattern?: string;
  /** 0: for ever. */
  readonly retentionDays: number;
  readonly createdMs: number;
  readonly sinceSeq: number;
}

export interface Replay {
  readonly name: string;
  readonly archiveArn: string;
  readonly archiveId: string;
  readonly busName: string;
  readonly description?: string;
  /** The rules that take part; all of the bus when empty. */
  readonly ruleArns: readonly string[];
  /** Events from `fromMs` on, before `untilMs`. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly state: 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED';
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly lastEventMs?: number;
}

export const busesTable = defineTable<EventBus>('events.buses', ({ name }) => name);

export const rulesTable = defineTable<Rule>(
  'events.rules',
  ({ busName, name }) => ruleKey(busName, name),
  { bus: ({ busName }) => busName },
);

export const archivesTable = defineTable<Archive>('events.archives', ({ name }) => name);
export const replaysTable = defineTable<Replay>('events.replays', ({ name }) => name);

export const defaultBus = 'default';

/** No rule's name has a slash. */
export function ruleKey(busName: string, name: string): string {
  return `${busName}/${name}`;
}
