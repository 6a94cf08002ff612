import type { DeleteTopicInput } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { checkArn, subscriptionsOf, subscriptionsTable, topicsTable } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';

/**
 * Deletes a topic and its subscriptions; one that is not there is deleted too. What was published
 * before is still delivered.
 */
export const DeleteTopic = operation<DeleteTopicInput, object>({
  accepts: ['TopicArn'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn }, context) => {
    const arn = checkArn(TopicArn, 'TopicArn');
    const subscriptions = context.table(subscriptionsTable);
    for (const subscription of subscriptionsOf(context, arn)) {
      subscriptions.delete(subscription.arn);
    }
    context.table(topicsTable).delete(arn);
    return {};
  },
});
