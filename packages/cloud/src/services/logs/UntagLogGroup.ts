import type { UntagLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';
import { removeTags } from './tags.ts';

/** The older form of UntagResource. */
export const UntagLogGroup = operation<UntagLogGroupRequest, object>({
  accepts: ['logGroupName', 'tags'],
  ...onLogGroup,
  conditionKeys: (input, context) => ({
    ...onLogGroup.conditionKeys(input, context),
    'aws:tagkeys': input.tags ?? [],
  }),
  run(input, context) {
    removeTags(groupOf(input, context), input.tags!, context);
    return {};
  },
});
