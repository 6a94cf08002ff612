import type { UntagResourceInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../kernel/operation.ts';
import { alarms } from './state.ts';
import { tagConditionsOfArn, taggedAlarm } from './tags.ts';

export const UntagResource = operation<UntagResourceInput, object>({
  accepts: ['ResourceARN', 'TagKeys'],
  resource: ({ ResourceARN }) => ResourceARN ?? '*',
  conditionKeys: ({ ResourceARN, TagKeys }, context) => ({
    ...tagConditionsOfArn(context, ResourceARN),
    'aws:tagkeys': TagKeys,
  }),
  run: ({ ResourceARN, TagKeys }, context) => {
    const alarm = taggedAlarm(context, ResourceARN!);
    const removed = new Set(TagKeys);
    const tags = alarm.tags.filter(({ Key }) => !removed.has(Key!));
    context.table(alarms).put({ ...alarm, tags });
    return {};
  },
});
