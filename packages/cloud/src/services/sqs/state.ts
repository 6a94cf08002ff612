import { defineTable } from '../../kernel/table.ts';

/** A standard queue of an account and Region. Times are in milliseconds. */
export interface Queue {
  /** Unique, unlike the name: what is left of a deleted queue does not turn up in its namesake. */
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly purgedMs?: number;
  /** The attributes that were set, as text; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A name that was in use: for a while AWS does not give it away again. */
export interface DeletedQueue {
  readonly name: string;
  readonly deletedMs: number;
}

export const queues = defineTable<Queue>('sqs.queues', (queue) => queue.name);
export const deletedQueues = defineTable<DeletedQueue>('sqs.deletedQueues', (queue) => queue.name);

/** At pace `aws`, deleting and purging a queue take this long. */
export const removalMs = 60_000;
