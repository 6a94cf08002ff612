import type { TagResourceInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../kernel/operation.ts';
import { alarms } from './state.ts';
import { checkTags, tagConditionsOfArn, taggedAlarm } from './tags.ts';

export const TagResource = operation<TagResourceInput, object>({
  accepts: ['ResourceARN', 'Tags'],
  resource: ({ ResourceARN }) => ResourceARN ?? '*',
  conditionKeys: ({ ResourceARN, Tags }, context) => tagConditionsOfArn(context, ResourceARN, Tags),
  run: ({ ResourceARN, Tags = [] }, context) => {
    const alarm = taggedAlarm(context, ResourceARN!);
    checkTags(Tags);
    const given = new Set(Tags.map(({ Key }) => Key));
    const tags = [...alarm.tags.filter(({ Key }) => !given.has(Key)), ...Tags];
    checkTags(tags);
    context.table(alarms).put({ ...alarm, tags });
    return {};
  },
});
