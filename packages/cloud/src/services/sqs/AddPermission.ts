import type { AddPermissionRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter, onQueue, queueOf } from './onQueue.ts';
import { readStatements, writeStatements } from './permissions.ts';

/** Adds a statement to the queue's policy: other accounts may do what is named. */
export const AddPermission = operation<AddPermissionRequest, object>({
  accepts: ['QueueUrl', 'Label', 'AWSAccountIds', 'Actions'],
  ...onQueue,
  run(input, context) {
    const queue = queueOf(input, context);
    const { Label, AWSAccountIds = [], Actions = [] } = input;
    const statements = readStatements(queue);
    if (!/^[\w-]{1,80}$/.test(Label!)) {
      throw invalidParameter(
        `Value ${Label} for parameter Label is invalid. Reason: Can only include alphanumeric ` +
          'characters, hyphens, or underscores. 1 to 80 in length.',
      );
    }
    if (statements.some(({ Sid }) => Sid === Label)) {
      const reason = 'Reason: Already exists.';
      throw invalidParameter(`Value ${Label} for parameter Label is invalid. ${reason}`);
    }
    if (Actions.length > actionsMax) {
      const message = `${Actions.length} Actions were found, maximum allowed is ${actionsMax}.`;
      throw new AwsError('OverLimit', message);
    }
    const unknown = Actions.find((name) => !actions.has(name));
    if (unknown !== undefined) {
      throw invalidParameter(
        `Value SQS:${unknown} for parameter ActionName is invalid. ` +
          `Reason: Only the queue owner is allowed to invoke this action.`,
      );
    }
    const invalidAccount = AWSAccountIds.find((id) => !/^\d{12}$/.test(id));
    if (invalidAccount !== undefined) {
      throw invalidParameter(
        `Value [${AWSAccountIds.join(', ')}] for parameter PrincipalId is invalid. ` +
          'Reason: Unable to verify.',
      );
    }
    const statement = {
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: AWSAccountIds.map((id) => `arn:aws:iam::${id}:root`) },
      Action: Actions.map((name) => `SQS:${name}`),
      Resource: context.arn('sqs', queue.name),
    };
    writeStatements(queue, [...statements, statement], context);
    return {};
  },
});

/** AWS's limit on the actions of one label. */
const actionsMax = 7;

/** Those that can be given to others. */
const actions = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);
