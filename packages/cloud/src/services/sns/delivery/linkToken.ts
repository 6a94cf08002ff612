import type { Context } from '../../../kernel/context.ts';
import { findSubscription } from '../state.ts';
import type { Delivery } from './delivery.ts';

/**
 * The token for the link in a confirmation; undefined when the link has no use any more, because
 * the subscription was removed, or was confirmed or restored in the meantime.
 */
export function linkToken(delivery: Delivery, context: Context): string | undefined {
  const subscription = findSubscription(context, delivery.target.subscriptionArn);
  const awaited = delivery.type === 'SubscriptionConfirmation' ? 'pending' : 'deleted';
  return subscription?.state === awaited ? subscription.token : undefined;
}
