import type { Subscription as ListedSubscription } from '@aws-sdk/client-sns';
import type { Subscription } from './state.ts';

/** A subscription as lists show it: its ARN only once it is confirmed. */
export function listed(subscription: Subscription): ListedSubscription {
  const { arn, state, owner, protocol, endpoint, topicArn } = subscription;
  const shown = { pending: 'PendingConfirmation', deleted: 'Deleted', confirmed: arn };
  return {
    SubscriptionArn: shown[state],
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
