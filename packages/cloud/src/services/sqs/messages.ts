import type { Context } from '../../kernel/context.ts';
import { defineSql } from '../../kernel/sql.ts';
import { deadLetterQueueOf, numberAttribute } from './queueAttributes.ts';
import { messageArrived } from './receivers.ts';
import type { Queue } from './state.ts';

/** A message as it lies in the database. */
export interface StoredMessage {
  /** The order of sending. */
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly attributes: string | null;
  readonly sender: string;
  readonly sentMs: number;
  /** Times received, this one included. */
  readonly received: number;
  readonly firstReceivedMs: number;
  readonly receiptHandle: string;
  /** The ARN of the queue that it was moved from. */
  readonly deadLetterSource: string | null;
}

/**
 * Messages of all queues. A message may be received from `visible_ms` on: that is later than now
 * while it is delayed, or in flight (then it has a receipt).
 */
export const messagesSql = defineSql(
  `CREATE TABLE IF NOT EXISTS sqs_messages (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL,
     body TEXT NOT NULL, attributes TEXT, sender TEXT NOT NULL, sent_ms INTEGER NOT NULL,
     visible_ms INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0, first_ms INTEGER,
     received_ms INTEGER, receipt TEXT, dead_source TEXT);
   CREATE INDEX IF NOT EXISTS sqs_visible ON sqs_messages (queue, visible_ms, seq);
   CREATE INDEX IF NOT EXISTS sqs_sent ON sqs_messages (queue, sent_ms)`,
  {
    insert: `INSERT INTO sqs_messages (queue, id, body, attributes, sender, sent_ms, visible_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
    visible: `SELECT * FROM sqs_messages WHERE queue = ? AND visible_ms <= ?
              ORDER BY visible_ms, seq LIMIT ?`,
    nextVisible: 'SELECT min(visible_ms) AS ms FROM sqs_messages WHERE queue = ?',
    take: `UPDATE sqs_messages SET received = received + 1, first_ms = coalesce(first_ms, ?1),
           received_ms = ?1, visible_ms = ?2, receipt = ?3 WHERE seq = ?4`,
    exhausted: `SELECT seq FROM sqs_messages
                WHERE queue = ? AND visible_ms <= ? AND received >= ? LIMIT ?`,
    moveToDeadLetters: `UPDATE sqs_messages SET queue = ?, dead_source = ?, receipt = NULL
                        WHERE seq = ?`,
    bySeq: `SELECT seq, visible_ms, received_ms, receipt FROM sqs_messages
            WHERE seq = ? AND queue = ?`,
    setVisible: 'UPDATE sqs_messages SET visible_ms = ? WHERE seq = ?',
    remove: 'DELETE FROM sqs_messages WHERE seq = ? AND queue = ? AND receipt = ?',
    removeAll: 'DELETE FROM sqs_messages WHERE queue = ?',
    removeExpired: 'DELETE FROM sqs_messages WHERE queue = ? AND sent_ms <= ?',
    count: `SELECT total(visible_ms <= ?1) AS visible,
            total(visible_ms > ?1 AND receipt IS NOT NULL) AS inFlight,
            total(visible_ms > ?1 AND receipt IS NULL) AS delayed
            FROM sqs_messages WHERE queue = ?2 AND sent_ms > ?3`,
  },
);

/** Takes up to `max` messages out of sight for `visibilitySeconds`. */
export function receiveMessages(
  queue: Queue,
  { max, visibilitySeconds }: { max: number; visibilitySeconds: number },
  context: Context,
): StoredMessage[] {
  const nowMs = context.clock.now();
  clearAway(queue, nowMs, context);
  const sql = context.sql(messagesSql);
  return sql.visible.all(queue.id, nowMs, max).map((row) => {
    const seq = Number(row.seq);
    const receiptHandle = newReceiptHandle(queue, seq, context);
    sql.take.run(nowMs, nowMs + visibilitySeconds * 1_000, receiptHandle, seq);
    return {
      seq,
      id: row.id as string,
      body: row.body as string,
      attributes: row.attributes as string | null,
      sender: row.sender as string,
      sentMs: Number(row.sent_ms),
      received: Number(row.received) + 1,
      firstReceivedMs: Number(row.first_ms ?? nowMs),
      receiptHandle,
      deadLetterSource: row.dead_source as string | null,
    };
  });
}

/** When the next message may be received, in the past if one waits; undefined without messages. */
export function nextVisibleMs(queue: Queue, context: Context): number | undefined {
  const ms = context.sql(messagesSql).nextVisible.get(queue.id)?.ms;
  return typeof ms === 'number' ? ms : undefined;
}

/** In a transaction: removes what is too old, moves away what was received too often. */
export function clearAway(queue: Queue, nowMs: number, context: Context) {
  const sql = context.sql(messagesSql);
  sql.removeExpired.run(queue.id, oldestSentMs(queue, nowMs));
  const deadLetters = deadLetterQueueOf(queue, context);
  if (!deadLetters) return;
  const { target, maxReceiveCount } = deadLetters;
  const exhausted = sql.exhausted.all(queue.id, nowMs, maxReceiveCount, movedAtOnceMax);
  for (const { seq } of exhausted) {
    sql.moveToDeadLetters.run(target.id, context.arn('sqs', queue.name), seq as number);
  }
  if (exhausted.length > 0) messageArrived(target, context);
}

/** What is left over for the next call. */
const movedAtOnceMax = 1_000;

/** `ApproximateNumberOfMessages…`, which here are exact. */
export function countMessages(queue: Queue, context: Context) {
  const { nowMs } = context;
  const row = context.sql(messagesSql).count.get(nowMs, queue.id, oldestSentMs(queue, nowMs));
  return {
    ApproximateNumberOfMessages: Number(row?.visible),
    ApproximateNumberOfMessagesNotVisible: Number(row?.inFlight),
    ApproximateNumberOfMessagesDelayed: Number(row?.delayed),
  };
}

/** A message sent at this time or before is past the queue's retention. */
function oldestSentMs(queue: Queue, nowMs: number): number {
  return nowMs - numberAttribute(queue, 'MessageRetentionPeriod') * 1_000;
}

/** Opaque to callers: the queue, the message and a number that is new at every receipt. */
function newReceiptHandle(queue: Queue, seq: number, context: Context): string {
  const text = `${queue.id} ${seq} ${context.ids.hex(32)}`;
  return Buffer.from(text).toString('base64');
}

/** The message that a receipt handle of this queue speaks of; undefined if it is not one. */
export function readReceiptHandle(handle: string, queue: Queue): number | undefined {
  const text = Buffer.from(handle.slice(0, 1_024), 'base64').toString('latin1');
  const match = /^([0-9a-f]+) (\d{1,15}) [0-9a-f]{32}$/.exec(text);
  return match?.[1] === queue.id ? Number(match[2]) : undefined;
}
