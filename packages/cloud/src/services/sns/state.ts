import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { defineTable } from '../../kernel/table.ts';

export interface Topic {
  readonly arn: string;
  readonly displayName: string;
  /** JSON text; the default policy until another is set. */
  readonly policy: string;
  /** As GetTopicAttributes shows it; absent until it is set. */
  readonly deliveryPolicy?: string;
  readonly signatureVersion?: SignatureVersion;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** As it is shown: the password of an https address reads `****`. */
  readonly endpoint: string;
  /** `user:password` of an https address, sealed under the subscription's ARN. */
  readonly sealedCredentials?: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** The ARN of who subscribed. */
  readonly principal: string;
  /** `deleted`: the endpoint's owner left by link, and may come back by link. */
  readonly state: 'pending' | 'confirmed' | 'deleted';
  readonly token: string;
  readonly tokenExpiresMs: number;
  /** Whether only an authorized caller may unsubscribe. */
  readonly authenticated: boolean;
  readonly settings: SubscriptionSettings;
}

/** The attributes that a subscriber sets, JSON ones as text. */
export interface SubscriptionSettings {
  readonly rawMessageDelivery: boolean;
  readonly filterPolicy?: string;
  readonly filterPolicyScope?: FilterPolicyScope;
  readonly deliveryPolicy?: string;
  readonly redrivePolicy?: string;
}

export type Protocol = 'email' | 'email-json' | 'http' | 'https' | 'sqs' | 'lambda';
export type SignatureVersion = '1' | '2';
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

export const topicsTable = defineTable<Topic>('sns.topics', (topic) => topic.arn);

export const subscriptionsTable = defineTable<Subscription>(
  'sns.subscriptions',
  (subscription) => subscription.arn,
  {
    topic: (subscription) => subscription.topicArn,
    token: (subscription) => subscription.token,
    target: ({ topicArn, protocol, endpoint }) => targetKey(topicArn, protocol, endpoint),
  },
);

/** A topic has one subscription for a protocol and an endpoint. */
export function targetKey(topicArn: string, protocol: string, endpoint: string): string {
  return `${topicArn} ${protocol} ${endpoint}`;
}

/** The topic, or undefined. */
export function findTopic(context: Context, arn: string | undefined): Topic | undefined {
  return arn === undefined ? undefined : homeOf(context, arn).table(topicsTable).get(arn);
}

/** The topic; throws AWS's error where there is none. */
export function topicOf(context: Context, arn: string | undefined, name = 'TopicArn'): Topic {
  const topic = findTopic(context, checkArn(arn, name));
  if (topic) return topic;
  if (!anonymous(context) && arn!.split(':')[3] !== context.region) throw invalid(name);
  throw new AwsError('NotFoundException', 'Topic does not exist');
}

export function findSubscription(context: Context, arn: string): Subscription | undefined {
  return homeOf(context, arn).table(subscriptionsTable).get(arn);
}

export function subscriptionOf(context: Context, arn: string | undefined): Subscription {
  const subscription = findSubscription(context, checkSubscriptionArn(arn));
  if (subscription) return subscription;
  throw new AwsError('NotFoundException', 'Subscription does not exist');
}

export function putSubscription(context: Context, subscription: Subscription): Subscription {
  return homeOf(context, subscription.arn).table(subscriptionsTable).put(subscription);
}

export function subscriptionsOf(context: Context, topicArn: string): Subscription[] {
  return homeOf(context, topicArn).table(subscriptionsTable).find('topic', topicArn);
}

/** Throws AWS's error for text that is no ARN. */
export function checkArn(arn: string | undefined, name: string): string {
  const elements = arn?.split(':').length ?? 0;
  if (arn === undefined) throw invalid(`${name} Reason: no value for required parameter`);
  if (elements < 6) {
    throw invalid(`${name} Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
  return arn;
}

export function checkSubscriptionArn(arn: string | undefined): string {
  if (checkArn(arn, 'SubscriptionArn').split(':').length < 7) throw invalid('SubscriptionId');
  return arn!;
}

/** @param reason what follows AWS's "Invalid parameter: ". */
export function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);
}

export function anonymous(context: Context): boolean {
  return context.caller.identity.principal.kind === 'anonymous';
}

/**
 * A signature names the Region that is meant. A link has none, so the ARN in it tells; only places
 * with topics count, for anybody may send a link.
 */
export function homeOf(context: Context, arn: string): Context {
  if (!anonymous(context)) return context;
  const [, , , region, accountId] = arn.split(':');
  const place = context
    .places(topicsTable)
    .find((known) => known.region === region && known.accountId === accountId);
  return place ? context.in(place) : context;
}
