import { defineTable } from '../../../kernel/table.ts';
import type { Runbook } from '../document/runbook.ts';
import type { Tag } from '../tags.ts';

export type Status =
  | 'Pending'
  | 'InProgress'
  | 'Waiting'
  | 'Success'
  | 'TimedOut'
  | 'Cancelling'
  | 'Cancelled'
  | 'Failed';

/** An automation that runs or ran. Times are in milliseconds. */
export interface Execution {
  readonly id: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly startMs: number;
  readonly endMs?: number;
  readonly status: Status;
  readonly failureMessage?: string;
  /** Typed, defaults included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  /** The ARN of whoever started it. */
  readonly executedBy: string;
  readonly actor: Actor;
  readonly clientToken?: string;
  /** What the token stood for: another request with it is refused. */
  readonly request: string;
  readonly tags: readonly Tag[];
  /** The number of the run of a step that is under way; absent before the first. */
  readonly currentRun?: number;
  /** The step that comes next, while none is under way. */
  readonly nextStep?: string;
  /** A critical step failed, and another was told to go on. */
  readonly failedStep?: string;
  /** Somebody stopped it; what runs now is what `onCancel` asked for. */
  readonly cancelled?: true;
}

/** On whose behalf steps run: a role that trusts Systems Manager, or whoever started it. */
export type Actor = { readonly roleArn: string } | { readonly accessKeyId: string };

/** One run of a step; a step that is reached again runs again. */
export interface StepRun {
  readonly executionId: string;
  /** From 0, in the order of the runs. */
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs?: number;
  readonly status: Status;
  readonly attempt: number;
  /** Filled in. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly failureMessage?: string;
  readonly failureType?: string;
  /** aws:approve: who said what. */
  readonly decisions?: readonly Decision[];
}

export interface Decision {
  readonly approver: string;
  readonly decision: 'Approve' | 'Reject';
  readonly comment?: string;
}

/** What an execution runs: the document may change or go while it does. */
export interface Plan {
  readonly executionId: string;
  readonly runbook: Runbook;
}

export const executions = defineTable<Execution>('ssm.executions', ({ id }) => id, {
  clientToken: ({ clientToken }) => clientToken,
});

export const plans = defineTable<Plan>('ssm.plans', ({ executionId }) => executionId);

export const stepRuns = defineTable<StepRun>(
  'ssm.stepRuns',
  ({ executionId, number }) => `${executionId}/${number}`,
  { execution: ({ executionId }) => executionId },
);

export function isOver(status: Status): boolean {
  return !['Pending', 'InProgress', 'Waiting', 'Cancelling'].includes(status);
}
