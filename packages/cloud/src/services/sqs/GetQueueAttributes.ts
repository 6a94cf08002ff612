import type { GetQueueAttributesRequest, GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { countMessages } from './messages.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { numberAttribute, numberAttributes } from './queueAttributes.ts';
import type { Queue } from './state.ts';

export const GetQueueAttributes = operation<GetQueueAttributesRequest, GetQueueAttributesResult>({
  accepts: ['QueueUrl', 'AttributeNames'],
  ...onQueue,
  event: 'Data',
  run(input, context) {
    const queue = queueOf(input, context);
    const wanted = new Set<string>(input.AttributeNames ?? []);
    if (wanted.size === 0) return {};
    const chosen = Object.entries(allAttributes(queue, context)).filter(
      ([name]) => wanted.has('All') || wanted.has(name),
    );
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
  },
});

function allAttributes(queue: Queue, context: Context): Record<string, string> {
  const { Policy, RedrivePolicy } = queue.attributes;
  const counts = Object.entries(countMessages(queue, context));
  return {
    QueueArn: context.arn('sqs', queue.name),
    ...Object.fromEntries(counts.map(([name, count]) => [name, String(count)])),
    CreatedTimestamp: seconds(queue.createdMs),
    LastModifiedTimestamp: seconds(queue.modifiedMs),
    ...Object.fromEntries(
      numberAttributes.map((name) => [name, String(numberAttribute(queue, name))]),
    ),
    ...(Policy === undefined ? undefined : { Policy }),
    ...(RedrivePolicy === undefined ? undefined : { RedrivePolicy }),
  };
}

function seconds(timeMs: number): string {
  return String(Math.floor(timeMs / 1_000));
}
