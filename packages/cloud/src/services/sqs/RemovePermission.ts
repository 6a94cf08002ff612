import type { RemovePermissionRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter, onQueue, queueOf } from './onQueue.ts';
import { readStatements, writeStatements } from './permissions.ts';

export const RemovePermission = operation<RemovePermissionRequest, object>({
  accepts: ['QueueUrl', 'Label'],
  ...onQueue,
  run(input, context) {
    const queue = queueOf(input, context);
    const statements = readStatements(queue);
    const kept = statements.filter(({ Sid }) => Sid !== input.Label);
    if (kept.length === statements.length) {
      const reason = "Reason: can't find label on existing policy.";
      throw invalidParameter(`Value ${input.Label} for parameter Label is invalid. ${reason}`);
    }
    writeStatements(queue, kept, context);
    return {};
  },
});
