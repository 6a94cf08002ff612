import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
} from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { listed } from './listed.ts';
import { pageOf } from './paging.ts';
import { subscriptionsOf, topicOf } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';

export const ListSubscriptionsByTopic = operation<
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse
>({
  accepts: ['TopicArn', 'NextToken'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn, NextToken }, context) => {
    const topic = topicOf(context, TopicArn);
    const { rows, next } = pageOf(subscriptionsOf(context, topic.arn), NextToken);
    return { Subscriptions: rows.map(listed), ...next };
  },
});
