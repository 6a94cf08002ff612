import type { GetTopicAttributesInput, GetTopicAttributesResponse } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { topicOf } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';
import { topicAttributes } from './topicAttributes.ts';

export const GetTopicAttributes = operation<GetTopicAttributesInput, GetTopicAttributesResponse>({
  accepts: ['TopicArn'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn }, context) => ({
    Attributes: topicAttributes(topicOf(context, TopicArn), context),
  }),
});
