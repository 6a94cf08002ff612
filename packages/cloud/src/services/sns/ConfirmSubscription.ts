import type { ConfirmSubscriptionInput, ConfirmSubscriptionResponse } from '@aws-sdk/client-sns';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { forgetJob, tokenForm } from './confirmation.ts';
import { linkPolicy } from './linkAccess.ts';
import {
  anonymous,
  homeOf,
  invalid,
  putSubscription,
  type Subscription,
  subscriptionsTable,
  topicOf,
} from './state.ts';
import { hidden, topicAccess, topicResources } from './topicAccess.ts';

/**
 * Confirms a subscription by the token that its endpoint was sent; restores one that ended by link.
 * Only a signed call can protect it from unsigned unsubscribing.
 */
export const ConfirmSubscription = operation<ConfirmSubscriptionInput, ConfirmSubscriptionResponse>(
  {
    accepts: ['TopicArn', 'Token', 'AuthenticateOnUnsubscribe'],
    anonymous: true,
    ...topicAccess,
    resourcePolicy: ({ TopicArn }, context) => linkPolicy(TopicArn, context),
    record: {
      request: ({ TopicArn, AuthenticateOnUnsubscribe }) => ({
        topicArn: TopicArn,
        token: hidden,
        ...(AuthenticateOnUnsubscribe === undefined
          ? undefined
          : { authenticateOnUnsubscribe: AuthenticateOnUnsubscribe }),
      }),
      resources: topicResources,
    },
    run: ({ TopicArn, Token = '', AuthenticateOnUnsubscribe }, context) => {
      const topic = topicOf(context, TopicArn);
      const protect = readFlag(AuthenticateOnUnsubscribe);
      const subscription = subscriptionByToken(Token, topic.arn, context);
      if (protect && (anonymous(context) || context.accountId !== subscription.owner)) {
        throw new AwsError(
          'AuthorizationErrorException',
          'To disallow anonymous unsubscription, subscriber and confirmer IDs must match',
        );
      }
      const { arn, state } = subscription;
      const authenticated = protect || (state === 'confirmed' && subscription.authenticated);
      homeOf(context, arn).cancel(forgetJob, arn);
      putSubscription(context, { ...subscription, state: 'confirmed', authenticated });
      return { SubscriptionArn: arn };
    },
  },
);

/** A word that is neither would leave the subscription unprotected, so it is refused. */
function readFlag(text = 'false'): boolean {
  if (!/^(true|false)$/i.test(text)) throw invalid('AuthenticateOnUnsubscribe');
  return text.toLowerCase() === 'true';
}

/** A token is good for its time, as often as it is used. */
function subscriptionByToken(token: string, topicArn: string, context: Context): Subscription {
  if (!tokenForm.test(token)) throw invalidToken();
  const [found] = homeOf(context, topicArn).table(subscriptionsTable).find('token', token);
  if (found?.topicArn !== topicArn || found.tokenExpiresMs < context.nowMs) {
    throw invalid('Token');
  }
  return found;
}

function invalidToken(): AwsError {
  return new AwsError('InvalidParameterException', 'Invalid token');
}
