import type { SetSubscriptionAttributesInput } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { refuseTooManyFilters } from './quotas.ts';
import { putSubscription, subscriptionOf } from './state.ts';
import { withSubscriptionAttributes } from './subscriptionAttributes.ts';
import { accountAccess } from './topicAccess.ts';

export const SetSubscriptionAttributes = operation<SetSubscriptionAttributesInput, object>({
  accepts: ['SubscriptionArn', 'AttributeName', 'AttributeValue'],
  ...accountAccess,
  run: ({ SubscriptionArn, AttributeName, AttributeValue = '' }, context) => {
    const subscription = subscriptionOf(context, SubscriptionArn);
    const settings = withSubscriptionAttributes(
      subscription.settings,
      subscription.protocol,
      { [AttributeName!]: AttributeValue },
      (fault) => fault,
    );
    const { topicArn, settings: before } = subscription;
    refuseTooManyFilters(topicArn, before, settings, context);
    putSubscription(context, { ...subscription, settings });
    return {};
  },
});
