import type { SetTopicAttributesInput } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { topicOf, topicsTable } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';
import { withTopicAttribute } from './topicAttributes.ts';

export const SetTopicAttributes = operation<SetTopicAttributesInput, object>({
  accepts: ['TopicArn', 'AttributeName', 'AttributeValue'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn, AttributeName, AttributeValue = '' }, context) => {
    const topic = topicOf(context, TopicArn);
    context
      .table(topicsTable)
      .put(withTopicAttribute(topic, AttributeName!, AttributeValue, context));
    return {};
  },
});
