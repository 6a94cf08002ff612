import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../kernel/operation.ts';
import { tagConditionsOfArn, taggedAlarm } from './tags.ts';

export const ListTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  accepts: ['ResourceARN'],
  resource: ({ ResourceARN }) => ResourceARN ?? '*',
  conditionKeys: ({ ResourceARN }, context) => tagConditionsOfArn(context, ResourceARN),
  run: ({ ResourceARN }, context) => ({ Tags: [...taggedAlarm(context, ResourceARN!).tags] }),
});
