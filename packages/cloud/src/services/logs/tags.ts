import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { groupNamed, groupTagKeys, nameInArn, notFound, requestTagKeys } from './onLogGroup.ts';
import { type LogGroup, logGroups } from './state.ts';

export type Tags = Readonly<Record<string, string>>;

/** AWS's limit on one resource. */
const tagsMax = 50;

/** Throws an AwsError if a group that has some tags could not have these in addition. */
export function checkTags(added: Tags, own: Tags) {
  for (const key of Object.keys(added)) {
    if (!/^aws:/i.test(key)) continue;
    const message = 'User-defined tag keys can\'t start with "aws:".';
    throw new AwsError('InvalidParameterException', message);
  }
  if (Object.keys({ ...own, ...added }).length > tagsMax) {
    const message = `The resource can have no more than ${tagsMax} tags.`;
    throw new AwsError('TooManyTagsException', message);
  }
}

export function addTags(group: LogGroup, added: Tags, context: Context) {
  checkTags(added, group.tags);
  context.table(logGroups).put({ ...group, tags: { ...group.tags, ...added } });
}

export function removeTags(group: LogGroup, keys: readonly string[], context: Context) {
  const kept = Object.entries(group.tags).filter(([key]) => !keys.includes(key));
  context.table(logGroups).put({ ...group, tags: Object.fromEntries(kept) });
}

interface ArnInput {
  readonly resourceArn?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly tagKeys?: string[] | undefined;
}

/** What the three operations that name a group by its ARN have in common. */
export const onTaggedResource = {
  resource: ({ resourceArn = '' }: ArnInput): string => resourceArn || '*',
  conditionKeys: (input: ArnInput, context: Context): ConditionKeys => ({
    ...groupTagKeys(nameInArn(input.resourceArn ?? '', context) ?? '', context),
    ...(input.tags ? requestTagKeys(input.tags) : undefined),
    ...(input.tagKeys ? { 'aws:tagkeys': input.tagKeys } : undefined),
  }),
};

/** Of the things with tags there are only groups here. Throws ResourceNotFoundException. */
export function groupOfArn({ resourceArn = '' }: ArnInput, context: Context): LogGroup {
  const name = nameInArn(resourceArn, context);
  if (name === undefined) throw notFound('The specified resource does not exist.');
  return groupNamed(name, context);
}
