import type { UnsubscribeInput } from '@aws-sdk/client-sns';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { deactivate, forgetJob } from './confirmation.ts';
import { linkPolicy } from './linkAccess.ts';
import {
  anonymous,
  checkSubscriptionArn,
  findSubscription,
  subscriptionsTable,
  topicOf,
} from './state.ts';
import { accountAccess } from './topicAccess.ts';

/**
 * Ends a subscription. By a signed call it is gone; by the link in a message it stays as `Deleted`
 * for two days, and whoever owns the endpoint is told how to restore it.
 */
export const Unsubscribe = operation<UnsubscribeInput, object>({
  accepts: ['SubscriptionArn'],
  anonymous: true,
  ...accountAccess,
  resourcePolicy: (_input, context) => linkPolicy(undefined, context),
  run: ({ SubscriptionArn }, context) => {
    const arn = checkSubscriptionArn(SubscriptionArn);
    const subscription = findSubscription(context, arn);
    if (!subscription) return {};
    if (!anonymous(context)) {
      context.cancel(forgetJob, arn);
      context.table(subscriptionsTable).delete(arn);
      return {};
    }
    if (subscription.authenticated) {
      throw new AwsError(
        'AuthorizationErrorException',
        'This subscription may only be deleted by an authorized user.',
      );
    }
    if (subscription.state === 'confirmed') {
      deactivate(subscription, topicOf(context, subscription.topicArn), context);
    }
    return {};
  },
});
