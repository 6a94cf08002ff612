import type { Tag } from '@aws-sdk/client-cloudtrail';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { type Trail, type TrailTag, trailsTable } from './state.ts';

/** The trail whose tags are asked for or changed: by ARN, in its home Region. */
export function taggedTrail(arn: string, context: Context): Trail {
  const [, , service, region] = arn.split(':');
  if (service !== 'cloudtrail' || !arn.includes(':trail/')) {
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${arn}`);
  }
  if (region !== context.region) {
    throw new AwsError(
      'CloudTrailARNInvalidException',
      `Region in ARN is wrong, you can only access resources in region ${context.region}.`,
    );
  }
  const trail = context.globalTable(trailsTable).get(arn);
  if (!trail) {
    throw new AwsError('ResourceNotFoundException', `Resource not found: ${arn}`);
  }
  return trail;
}

/** The tags with `added` over them. Throws AWS's error for too many, doubled or reserved keys. */
export function withTags(tags: readonly TrailTag[], added: readonly Tag[]): TrailTag[] {
  const merged = new Map(tags.map(({ Key, Value }) => [Key, Value]));
  if (new Set(added.map(({ Key }) => Key)).size < added.length) {
    throw new AwsError('InvalidTagParameterException', 'Duplicate tag keys are not allowed.');
  }
  for (const { Key, Value = '' } of added) {
    if (!Key || /^aws:/i.test(Key)) {
      throw new AwsError('InvalidTagParameterException', `Tag key ${Key} is not allowed.`);
    }
    merged.set(Key, Value);
  }
  if (merged.size > tagsOfTrailMax) {
    throw new AwsError(
      'TagsLimitExceededException',
      `The number of tags per trail has exceeded the limit of ${tagsOfTrailMax}.`,
    );
  }
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags in a request. */
export function requestTagKeys(tags: readonly Tag[] = []): ConditionKeys {
  const keys = tags.map(({ Key }) => Key ?? '');
  return {
    ...Object.fromEntries(tags.map(({ Key, Value = '' }) => [requestTag(Key), Value])),
    ...(keys.length > 0 ? { 'aws:tagkeys': keys } : undefined),
  };
}

/** `aws:ResourceTag/…` of a trail, where there is one. */
export function resourceTagKeys(arn: string, context: Context): ConditionKeys {
  const tags = context.globalTable(trailsTable).get(arn)?.tags ?? [];
  return Object.fromEntries(
    tags.map(({ Key, Value }) => [`aws:resourcetag/${Key?.toLowerCase()}`, Value]),
  );
}

function requestTag(key = ''): string {
  return `aws:requesttag/${key.toLowerCase()}`;
}

const tagsOfTrailMax = 50;
