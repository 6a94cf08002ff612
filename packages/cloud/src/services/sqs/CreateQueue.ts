import type { CreateQueueRequest, CreateQueueResult } from '@aws-sdk/client-sqs';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter, queueUrl } from './onQueue.ts';
import { checkAttributes, type NumberAttribute, numberAttribute } from './queueAttributes.ts';
import { deletedQueues, type Queue, queues, removalMs } from './state.ts';
import { checkTags, requestTagKeys } from './tags.ts';

/** Makes a standard queue, or gives the URL of the one there is if its attributes are the same. */
export const CreateQueue = operation<CreateQueueRequest, CreateQueueResult>({
  accepts: ['QueueName', 'Attributes', 'tags'],
  action: ({ tags }) =>
    tags && Object.keys(tags).length > 0 ? ['sqs:CreateQueue', 'sqs:TagQueue'] : 'sqs:CreateQueue',
  resource: ({ QueueName }, context) => context.arn('sqs', QueueName ?? '*'),
  conditionKeys: ({ tags }) => (tags ? requestTagKeys(tags) : {}),
  run(input, context) {
    const name = input.QueueName!;
    const { FifoQueue, ...given } = input.Attributes ?? {};
    if (FifoQueue === 'true') throw notImplemented('CreateQueue: Attributes.FifoQueue');
    if (FifoQueue !== undefined) {
      throw new AwsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
    }
    if (!/^[\w-]{1,80}$/.test(name)) {
      throw invalidParameter(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const checked = checkAttributes('CreateQueue', given, context);
    const attributes = Object.fromEntries(Object.entries(checked).filter(([, text]) => text));
    const tags = input.tags ?? {};
    checkTags(tags);
    const table = context.table(queues);
    const known = table.get(name);
    if (known) checkSame(known, attributes);
    else {
      checkNameIsFree(name, context);
      const createdMs = context.nowMs;
      const id = context.ids.hex(16);
      table.put({ id, name, createdMs, modifiedMs: createdMs, attributes, tags });
    }
    return { QueueUrl: queueUrl({ name }, context) };
  },
});

/** Attributes that the call does not name may be as they are. */
function checkSame(queue: Queue, attributes: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(attributes)) {
    const isText = name === 'Policy' || name === 'RedrivePolicy';
    const own = isText
      ? queue.attributes[name]
      : String(numberAttribute(queue, name as NumberAttribute));
    if (own === value) continue;
    const message = 'A queue already exists with the same name and a different value for attribute';
    throw new AwsError('QueueNameExists', `${message} ${name}`);
  }
}

function checkNameIsFree(name: string, context: Context) {
  const deleted = context.table(deletedQueues).get(name);
  if (!deleted) return;
  if (context.nowMs < deleted.deletedMs + removalMs) {
    throw new AwsError(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the ' +
        'same name.',
    );
  }
  context.table(deletedQueues).delete(name);
}
