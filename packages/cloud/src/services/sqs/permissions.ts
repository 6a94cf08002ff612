import type { Context } from '../../kernel/context.ts';
import { type Queue, queues } from './state.ts';

/** A statement of a queue's policy. What is not looked at stays as it was put. */
export interface PolicyStatement {
  readonly Sid?: unknown;
}

export function readStatements(queue: Queue): PolicyStatement[] {
  const { Policy } = queue.attributes;
  if (Policy === undefined) return [];
  const { Statement } = JSON.parse(Policy) as { Statement: PolicyStatement | PolicyStatement[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

/** Keeps the policy's other members; a policy without statements is none. */
export function writeStatements(
  queue: Queue,
  statements: readonly PolicyStatement[],
  context: Context,
) {
  const { Policy, ...others } = queue.attributes;
  const frame: object =
    Policy === undefined
      ? { Version: '2012-10-17', Id: `${context.arn('sqs', queue.name)}/SQSDefaultPolicy` }
      : JSON.parse(Policy);
  const attributes =
    statements.length === 0
      ? others
      : { ...others, Policy: JSON.stringify({ ...frame, Statement: statements }) };
  context.table(queues).put({ ...queue, attributes, modifiedMs: context.nowMs });
}
