import type { Clock } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
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
  const receivers = findReceivers(queue.id, context.clock);
  const [next] = receivers?.waiting.values() ?? [];
  if (!receivers || receivers.isCalled || !next) return;
  receivers.isCalled = true;
  next();
}

export function findReceivers(queueId: string, clock: Clock): Receivers | undefined {
  return receiversOf.get(clock)?.get(queueId);
}

export function addReceivers(queueId: string, clock: Clock): Receivers {
  const ofCloud = receiversOf.get(clock) ?? new Map<string, Receivers>();
  receiversOf.set(clock, ofCloud);
  const receivers = ofCloud.get(queueId) ?? { waiting: new Map(), isCalled: false };
  ofCloud.set(queueId, receivers);
  return receivers;
}

export function dropReceivers(queueId: string, clock: Clock) {
  receiversOf.get(clock)?.delete(queueId);
}

/** By the clock, which a cloud has one of, and by the queue's id. */
const receiversOf = new WeakMap<Clock, Map<string, Receivers>>();
