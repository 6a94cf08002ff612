import type { TagLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup, requestTagKeys } from './onLogGroup.ts';
import { addTags } from './tags.ts';

/** The older form of TagResource. */
export const TagLogGroup = operation<TagLogGroupRequest, object>({
  accepts: ['logGroupName', 'tags'],
  ...onLogGroup,
  conditionKeys: (input, context) => ({
    ...onLogGroup.conditionKeys(input, context),
    ...requestTagKeys(input.tags ?? {}),
  }),
  run(input, context) {
    addTags(groupOf(input, context), input.tags!, context);
    return {};
  },
});
