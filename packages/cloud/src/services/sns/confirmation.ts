import type { Context } from '../../kernel/context.ts';
import { type JobKind, jobKind } from '../../kernel/jobs.ts';
import { confirmation } from './delivery/delivery.ts';
import { send } from './delivery/send.ts';
import {
  findSubscription,
  homeOf,
  putSubscription,
  type Subscription,
  subscriptionsTable,
  type Topic,
} from './state.ts';

/** Asks the endpoint's owner to confirm, with a token that is good for two days. */
export function awaitConfirmation(
  subscription: Subscription,
  topic: Topic,
  context: Context,
): Subscription {
  const asked = hold({ ...subscription, state: 'pending' }, context);
  send(confirmation('SubscriptionConfirmation', topic, asked, context), context);
  return asked;
}

/** Ends a subscription at the endpoint's wish, and tells its owner how to come back. */
export function deactivate(
  subscription: Subscription,
  topic: Topic,
  context: Context,
): Subscription {
  const ended = hold({ ...subscription, state: 'deleted' }, context);
  const home = homeOf(context, subscription.arn);
  send(confirmation('UnsubscribeConfirmation', topic, ended, home), home);
  return ended;
}

/** A subscription that stays unconfirmed, or deleted, is forgotten with its token. */
export const forgetJob: JobKind<ForgottenSubscription> = jobKind({
  name: 'sns.forgetSubscription',
  settle: ({ payload }, context) => {
    const subscription = findSubscription(context, payload.arn);
    if (!subscription || subscription.state === 'confirmed') return;
    context.table(subscriptionsTable).delete(payload.arn);
  },
});

/** 256 hexadecimal digits; SNS's tokens of today all begin alike. */
export function newToken(context: Context): string {
  return tokenStart + context.ids.hex(tokenLength - tokenStart.length);
}

export const tokenForm = /^[0-9a-f]{256}$/;

const tokenStart = '2336412f37';
const tokenLength = 256;
const tokenLifeMs = 2 * 86_400_000;

interface ForgottenSubscription {
  readonly arn: string;
}

function hold(subscription: Subscription, context: Context): Subscription {
  const { arn } = subscription;
  const tokenExpiresMs = context.nowMs + tokenLifeMs;
  homeOf(context, arn).schedule(forgetJob, { arn }, { dueMs: tokenExpiresMs, key: arn });
  return putSubscription(context, { ...subscription, tokenExpiresMs });
}
