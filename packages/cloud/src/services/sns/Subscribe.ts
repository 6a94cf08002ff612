import { isDeepStrictEqual } from 'node:util';
import type { SubscribeInput, SubscribeResponse } from '@aws-sdk/client-sns';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { awaitConfirmation, newToken } from './confirmation.ts';
import { checkEndpoint, type Endpoint } from './endpoint.ts';
import { refuseTooManyFilters, refuseTooManySubscriptions } from './quotas.ts';
import {
  invalid,
  putSubscription,
  type Subscription,
  type SubscriptionSettings,
  subscriptionsTable,
  type Topic,
  targetKey,
  topicOf,
} from './state.ts';
import { withSubscriptionAttributes } from './subscriptionAttributes.ts';
import { hidden, topicAccess, topicResources } from './topicAccess.ts';

/**
 * Subscribes an endpoint. A queue or a function of the own account is subscribed at once; the
 * owner of any other endpoint is asked first.
 */
export const Subscribe = operation<SubscribeInput, SubscribeResponse>({
  accepts: ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn'],
  ...topicAccess,
  conditionKeys: (input, context) => ({
    ...topicAccess.conditionKeys(input, context),
    'sns:protocol': input.Protocol,
    'sns:endpoint': input.Endpoint,
  }),
  record: {
    request: ({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn }) => ({
      topicArn: TopicArn,
      protocol: Protocol,
      ...(Endpoint === undefined ? undefined : { endpoint: hidden }),
      ...(Attributes === undefined ? undefined : { attributes: Attributes }),
      ...(ReturnSubscriptionArn === undefined
        ? undefined
        : { returnSubscriptionArn: ReturnSubscriptionArn }),
    }),
    resources: topicResources,
  },
  run: (input, context) => {
    const topic = topicOf(context, input.TopicArn);
    const endpoint = checkEndpoint(input.Protocol!, input.Endpoint);
    const subscription = subscribe(topic, endpoint, input, context);
    const told = subscription.state === 'confirmed' || input.ReturnSubscriptionArn;
    return { SubscriptionArn: told ? subscription.arn : 'pending confirmation' };
  },
});

function subscribe(
  topic: Topic,
  endpoint: Endpoint,
  { Attributes = {} }: SubscribeInput,
  context: Context,
): Subscription {
  const { protocol, shown } = endpoint;
  const target = targetKey(topic.arn, protocol, shown);
  const [existing] = context.table(subscriptionsTable).find('target', target);
  const settings = withSubscriptionAttributes(
    existing?.settings ?? { rawMessageDelivery: false },
    protocol,
    Attributes,
    (fault) => `Attributes Reason: ${fault}`,
  );
  if (existing && !isDeepStrictEqual(settings, existing.settings)) {
    throw invalid('Attributes Reason: Subscription already exists with different attributes');
  }
  if (existing?.state === 'confirmed') return existing;
  const subscription = existing ?? newSubscription(topic, endpoint, settings, context);
  if (!existing && isOwn(endpoint, context)) {
    return putSubscription(context, { ...subscription, state: 'confirmed', authenticated: true });
  }
  return awaitConfirmation(subscription, topic, context);
}

function newSubscription(
  topic: Topic,
  endpoint: Endpoint,
  settings: SubscriptionSettings,
  context: Context,
): Subscription {
  refuseTooManySubscriptions(topic.arn, context);
  refuseTooManyFilters(topic.arn, undefined, settings, context);
  const arn = `${topic.arn}:${context.ids.uuid()}`;
  const { credentials } = endpoint;
  return {
    arn,
    topicArn: topic.arn,
    protocol: endpoint.protocol,
    endpoint: endpoint.shown,
    ...(credentials
      ? { sealedCredentials: context.vault.seal(Buffer.from(credentials), arn) }
      : undefined),
    owner: context.accountId,
    principal: String(
      context.caller.identity.userIdentity.arn ?? `arn:aws:iam::${context.accountId}:root`,
    ),
    state: 'pending',
    token: newToken(context),
    tokenExpiresMs: context.nowMs,
    authenticated: false,
    settings,
  };
}

function isOwn({ protocol, shown }: Endpoint, { accountId }: Context): boolean {
  return (protocol === 'sqs' || protocol === 'lambda') && shown.split(':')[4] === accountId;
}
