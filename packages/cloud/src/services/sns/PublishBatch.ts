import type {
  BatchResultErrorEntry,
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishBatchResponse,
  PublishBatchResultEntry,
} from '@aws-sdk/client-sns';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { fanOut } from './fanOut.ts';
import { type Message, messageBytesLimit, readMessage } from './message.ts';
import { topicOf } from './state.ts';
import { hidden, topicAccess, topicResources } from './topicAccess.ts';

/** Publishes up to ten messages, each for itself: some may fail and others be sent. */
export const PublishBatch = operation<PublishBatchInput, PublishBatchResponse>({
  accepts: ['TopicArn', 'PublishBatchRequestEntries'],
  action: 'SNS:Publish',
  ...topicAccess,
  event: 'Data',
  record: {
    request: ({ TopicArn, PublishBatchRequestEntries: entries = [] }) => ({
      topicArn: TopicArn,
      publishBatchRequestEntries: entries.map(({ Id }) => ({ id: Id, message: hidden })),
    }),
    resources: topicResources,
  },
  run: ({ TopicArn, PublishBatchRequestEntries: entries = [] }, context) => {
    const topic = topicOf(context, TopicArn);
    checkBatch(entries);
    const Successful: PublishBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const { Id, message } of readEntries(entries)) {
      if (message instanceof AwsError) Failed.push(failedEntry(Id!, message));
      else Successful.push({ Id, MessageId: fanOut(message, topic, context) });
    }
    return { Successful, Failed };
  },
});

const entriesLimit = 10;
const entryId = /^[A-Za-z0-9_-]{1,80}$/;

function checkBatch(entries: readonly PublishBatchRequestEntry[]) {
  if (entries.length === 0) {
    throw new AwsError(
      'EmptyBatchRequestException',
      "The batch request doesn't contain any entries.",
    );
  }
  if (entries.length > entriesLimit) {
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  for (const { Id = '', MessageGroupId, MessageDeduplicationId } of entries) {
    if (MessageGroupId !== undefined) throw notImplemented('PublishBatch: MessageGroupId');
    if (MessageDeduplicationId !== undefined) {
      throw notImplemented('PublishBatch: MessageDeduplicationId');
    }
    if (entryId.test(Id)) continue;
    throw new AwsError(
      'InvalidBatchEntryIdException',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
}

/** Each entry's message, or what is wrong with it. Throws if they are too long together. */
function readEntries(entries: readonly PublishBatchRequestEntry[]) {
  const read = entries.map((entry) => ({ Id: entry.Id, message: readEntry(entry) }));
  const bytes = read.map(({ message }) => (message instanceof AwsError ? 0 : message.bytes));
  if (bytes.reduce((sum, one) => sum + one, 0) > messageBytesLimit) {
    throw new AwsError(
      'BatchRequestTooLongException',
      'The length of all the batch messages put together is more than the limit.',
    );
  }
  return read;
}

function readEntry(entry: PublishBatchRequestEntry): Message | AwsError {
  try {
    return readMessage(entry);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function failedEntry(Id: string, { code, message }: AwsError): BatchResultErrorEntry {
  return { Id, Code: code.replace(/Exception$/, ''), Message: message, SenderFault: true };
}
