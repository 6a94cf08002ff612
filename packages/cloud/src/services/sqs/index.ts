import type { Service } from '../../kernel/service.ts';
import { AddPermission } from './AddPermission.ts';
import { ChangeMessageVisibility } from './ChangeMessageVisibility.ts';
import { ChangeMessageVisibilityBatch } from './ChangeMessageVisibilityBatch.ts';
import { CreateQueue } from './CreateQueue.ts';
import { DeleteMessage } from './DeleteMessage.ts';
import { DeleteMessageBatch } from './DeleteMessageBatch.ts';
import { DeleteQueue } from './DeleteQueue.ts';
import { GetQueueAttributes } from './GetQueueAttributes.ts';
import { GetQueueUrl } from './GetQueueUrl.ts';
import { ListDeadLetterSourceQueues } from './ListDeadLetterSourceQueues.ts';
import { ListQueues } from './ListQueues.ts';
import { ListQueueTags } from './ListQueueTags.ts';
import { wakeReceiver } from './longPoll.ts';
import { PurgeQueue } from './PurgeQueue.ts';
import { ReceiveMessage } from './ReceiveMessage.ts';
import { RemovePermission } from './RemovePermission.ts';
import { SendMessage } from './SendMessage.ts';
import { SendMessageBatch } from './SendMessageBatch.ts';
import { SetQueueAttributes } from './SetQueueAttributes.ts';
import { TagQueue } from './TagQueue.ts';
import { UntagQueue } from './UntagQueue.ts';

/** Standard queues: enough to subscribe to a topic and to keep dead letters. */
export const sqs: Service = {
  name: 'sqs',
  sdk: '@aws-sdk/client-sqs',
  eventSource: 'sqs.amazonaws.com',
  operations: {
    AddPermission,
    ChangeMessageVisibility,
    ChangeMessageVisibilityBatch,
    CreateQueue,
    DeleteMessage,
    DeleteMessageBatch,
    DeleteQueue,
    GetQueueAttributes,
    GetQueueUrl,
    ListDeadLetterSourceQueues,
    ListQueues,
    ListQueueTags,
    PurgeQueue,
    ReceiveMessage,
    RemovePermission,
    SendMessage,
    SendMessageBatch,
    SetQueueAttributes,
    TagQueue,
    UntagQueue,
  },
  jobs: [wakeReceiver],
};
