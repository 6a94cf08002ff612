import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { clearAway, nextVisibleMs } from './messages.ts';
import {
  addReceivers,
  dropReceivers,
  findReceivers,
  messageArrived,
  type Receivers,
} from './receivers.ts';
import { type Queue, queues } from './state.ts';

/**
 * Waits until the queue has a message that may be received, at the longest until `deadlineMs`.
 * What becomes visible by time alone (a delay, a visibility timeout) is waited for by a job, so
 * that a wait hangs on the cloud's clock and ends with the cloud.
 */
export async function waitForMessage(queue: Queue, deadlineMs: number, context: Context) {
  while (context.table(queues).get(queue.name)?.id === queue.id) {
    const nowMs = context.clock.now();
    context.transact(() => clearAway(queue, nowMs, context));
    const nextMs = nextVisibleMs(queue, context) ?? deadlineMs;
    if (nowMs >= deadlineMs || nextMs <= nowMs) return;
    const receivers = addReceivers(queue.id, context);
    receivers.isCalled = false;
    await called(receivers, queue, Math.min(nextMs, deadlineMs), context);
  }
}

/** To be called after a wait, when the messages were taken: what is left is for the next. */
export function hasReceived(queue: Queue, context: Context) {
  const { clock } = context;
  const receivers = findReceivers(queue.id, context);
  if (!receivers) return;
  receivers.isCalled = false;
  if (receivers.waiting.size === 0) dropReceivers(queue.id, context);
  else if ((nextVisibleMs(queue, context) ?? clock.now() + 1) <= clock.now()) {
    messageArrived(queue, context);
  }
}

export const wakeReceiver = jobKind<{ queueId: string; requestId: string }>({
  name: 'sqs.wakeReceiver',
  kept: 'memory',
  settle: ({ payload: { queueId, requestId } }, context) =>
    findReceivers(queueId, context)?.waiting.get(requestId)?.(),
});

async function called(receivers: Receivers, queue: Queue, dueMs: number, context: Context) {
  const { requestId } = context;
  const { promise, resolve } = Promise.withResolvers<void>();
  receivers.waiting.set(requestId, resolve);
  const payload = { queueId: queue.id, requestId };
  context.transact(() => context.schedule(wakeReceiver, payload, { dueMs, key: requestId }));
  await promise;
  receivers.waiting.delete(requestId);
  context.transact(() => context.cancel(wakeReceiver, requestId));
}
