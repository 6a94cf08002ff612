import type { Tag } from '@aws-sdk/client-sns';
import type { Context } from '../../kernel/context.ts';
import type { ConditionKeys, RecordResource } from '../../kernel/operation.ts';
import { findTopic } from './state.ts';

/** What is authorized, by which policy, and what the record names, for operations on a topic. */
export const topicAccess = {
  resource: ({ TopicArn }: OnTopic, context: Context): string => TopicArn ?? allOfSns(context),
  resourcePolicy: ({ TopicArn }: OnTopic, context: Context): string | undefined =>
    findTopic(context, TopicArn)?.policy,
  conditionKeys: ({ TopicArn }: OnTopic, context: Context): ConditionKeys =>
    resourceTagKeys(findTopic(context, TopicArn)?.tags),
};

/** For operations without a resource type; AWS asks for every topic of the account and Region. */
export const accountAccess = {
  resource: (_input: object, context: Context): string => allOfSns(context),
};

/** The same for the tag operations, whose member is `ResourceArn`. */
export const tagAccess = {
  resource: ({ ResourceArn }: OnResource): string => ResourceArn ?? '*',
  resourcePolicy: ({ ResourceArn }: OnResource, context: Context) =>
    findTopic(context, ResourceArn)?.policy,
};

export function topicResources({ TopicArn }: OnTopic): RecordResource[] {
  return TopicArn === undefined ? [] : [topicResource(TopicArn)];
}

export function topicResource(arn: string): RecordResource {
  return { type: 'AWS::SNS::Topic', ARN: arn };
}

export function resourceTagKeys(tags: Readonly<Record<string, string>> = {}): ConditionKeys {
  return keyed('aws:resourcetag/', Object.entries(tags));
}

export function requestTagKeys(tags: readonly Tag[] = []): ConditionKeys {
  if (tags.length === 0) return {};
  const pairs = tags.map(({ Key, Value }): [string, string] => [Key ?? '', Value ?? '']);
  return { ...keyed('aws:requesttag/', pairs), 'aws:tagkeys': pairs.map(([key]) => key) };
}

/** What CloudTrail writes in the place of a message, an endpoint or a token. */
export const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

interface OnTopic {
  readonly TopicArn?: string | undefined;
}

interface OnResource {
  readonly ResourceArn?: string | undefined;
}

function keyed(prefix: string, pairs: readonly [string, string][]): ConditionKeys {
  return Object.fromEntries(pairs.map(([key, value]) => [prefix + key.toLowerCase(), value]));
}

function allOfSns(context: Context): string {
  return context.arn('sns', '*');
}
