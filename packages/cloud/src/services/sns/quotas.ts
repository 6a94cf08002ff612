import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type SubscriptionSettings, subscriptionsOf } from './state.ts';

/** Throws AWS's error where a topic may have no further subscription. */
export function refuseTooManySubscriptions(topicArn: string, context: Context) {
  if (subscriptionsOf(context, topicArn).length < subscriptionsLimit) return;
  throw new AwsError('SubscriptionLimitExceededException', 'Subscription limit exceeded');
}

/** Throws AWS's error where `after` brings one filter policy too many to a topic. */
export function refuseTooManyFilters(
  topicArn: string,
  before: SubscriptionSettings | undefined,
  after: SubscriptionSettings,
  context: Context,
) {
  if (after.filterPolicy === undefined || before?.filterPolicy !== undefined) return;
  const filtered = subscriptionsOf(context, topicArn).filter(
    ({ settings }) => settings.filterPolicy !== undefined,
  );
  if (filtered.length < filterPoliciesLimit) return;
  throw new AwsError('FilterPolicyLimitExceededException', 'Filter policy limit exceeded');
}

/** Far below AWS's 12.5 million, far above what one process should deliver to. */
const subscriptionsLimit = 100_000;
/** AWS's quota for one topic. */
const filterPoliciesLimit = 200;
