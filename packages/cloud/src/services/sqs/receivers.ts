import type { Context } from '../../kernel/context.ts';
import { defineMemory } from '../../kernel/memory.ts';
import type { Queue } from './state.ts';

/**
 * Those who wait for a message of one queue. One is called at a time, and the next only when that
 * one has received: two called for one message would leave one of them with an empty answer before
 * its time.
 */
export interface Receivers {
  /** By request, in order of their coming; as many as there may be connections. */
  readonly waiting: Map<string, () => void>;
  /** Somebody was called and has not received yet. */
  isCalled: boolean;
}

/** To be called when a queue's messages changed: somebody who waits may look again. */
export function messageArrived(queue: Queue, context: Context) {
  const receivers = findReceivers(queue.id, context);
  const [next] = receivers?.waiting.values() ?? [];
  if (!receivers || receivers.isCalled || !next) return;
  receivers.isCalled = true;
  next();
}

export function findReceivers(queueId: string, context: Context): Receivers | undefined {
  return context.memory(receiversOf).get(queueId);
}

export function addReceivers(queueId: string, context: Context): Receivers {
  const receivers = findReceivers(queueId, context) ?? { waiting: new Map(), isCalled: false };
  context.memory(receiversOf).set(queueId, receivers);
  return receivers;
}

export function dropReceivers(queueId: string, context: Context) {
  context.memory(receiversOf).delete(queueId);
}

/** By the queue's id. */
const receiversOf = defineMemory({ open: () => new Map<string, Receivers>() });
