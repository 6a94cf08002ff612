import type { Tag } from '@aws-sdk/client-cloudwatch';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { type Alarm, alarms } from './state.ts';

/** The alarm of an ARN, the one thing with tags here. */
export function taggedAlarm(context: Context, resourceArn: string): Alarm {
  const alarm = context.table(alarms).get(nameIn(context, resourceArn) ?? '');
  if (alarm) return alarm;
  throw new AwsError('ResourceNotFoundException', `The resource ${resourceArn} does not exist.`, {
    fields: { ResourceType: 'alarm', ResourceId: resourceArn },
  });
}

export function checkTags(tags: readonly Tag[]) {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw invalid('Duplicate tag keys found.');
  const reserved = tags.find(({ Key }) => Key!.toLowerCase().startsWith('aws:'));
  if (reserved) throw invalid(`The tag key ${reserved.Key} must not begin with aws:.`);
  if (tags.length > tagsMax) throw invalid(`A resource has at most ${tagsMax} tags.`);
}

/** What policies can ask of tags: those of the alarm and those that the call brings. */
export function tagConditions(
  context: Context,
  alarmName: string | undefined,
  brought: readonly Tag[] | undefined,
): ConditionKeys {
  const own = context.table(alarms).get(alarmName ?? '')?.tags ?? [];
  return {
    ...prefixed('aws:resourcetag/', own),
    ...prefixed('aws:requesttag/', brought ?? []),
    ...(brought ? { 'aws:tagkeys': brought.map(({ Key }) => Key ?? '') } : undefined),
  };
}

/** The same for the operations that name the alarm by its ARN. */
export function tagConditionsOfArn(
  context: Context,
  resourceArn: string | undefined,
  brought?: readonly Tag[],
): ConditionKeys {
  return tagConditions(context, nameIn(context, resourceArn ?? ''), brought);
}

/** AWS's limit on one resource. */
const tagsMax = 50;

function nameIn(context: Context, resourceArn: string): string | undefined {
  const start = context.arn('cloudwatch', 'alarm:');
  return resourceArn.startsWith(start) ? resourceArn.slice(start.length) : undefined;
}

function prefixed(prefix: string, tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key, Value }) => [`${prefix}${(Key ?? '').toLowerCase()}`, Value ?? '']),
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
