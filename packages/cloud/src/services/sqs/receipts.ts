import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { messagesSql, readReceiptHandle } from './messages.ts';
import { invalidParameter } from './onQueue.ts';
import { messageArrived } from './receivers.ts';
import type { Queue } from './state.ts';

/** Deletes a received message. A receipt that is not the newest deletes nothing, as on AWS. */
export function deleteReceived(queue: Queue, handle: string, context: Context) {
  context.sql(messagesSql).remove.run(seqOf(queue, handle), queue.id, handle);
}

/** Sets for how much longer a received message is out of sight; 0 brings it back at once. */
export function changeVisibility(queue: Queue, handle: string, seconds: number, context: Context) {
  if (!(seconds >= 0 && seconds <= visibilityMaxSeconds)) {
    throw invalidParameter(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. ` +
        `Reason: Must be between 0 and ${visibilityMaxSeconds}, if provided.`,
    );
  }
  const { nowMs } = context;
  const sql = context.sql(messagesSql);
  const message = sql.bySeq.get(seqOf(queue, handle), queue.id);
  if (!message || message.receipt !== handle || Number(message.visible_ms) <= nowMs) {
    throw invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist ` +
        'or is not available for visibility timeout change.',
    );
  }
  const visibleMs = nowMs + seconds * 1_000;
  if (visibleMs - Number(message.received_ms) > visibilityMaxSeconds * 1_000) {
    throw invalidParameter(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total ` +
        `VisibilityTimeout for the message is beyond the limit [${visibilityMaxSeconds} seconds].`,
    );
  }
  sql.setVisible.run(visibleMs, message.seq as number);
  messageArrived(queue, context);
}

/** Twelve hours, counted from the receipt. */
export const visibilityMaxSeconds = 43_200;

function seqOf(queue: Queue, handle: string): number {
  const seq = readReceiptHandle(handle, queue);
  if (seq !== undefined) return seq;
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  throw new AwsError('ReceiptHandleIsInvalid', message);
}
