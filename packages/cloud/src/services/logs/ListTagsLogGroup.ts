import type {
  ListTagsLogGroupRequest,
  ListTagsLogGroupResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';

/** The older form of ListTagsForResource. */
export const ListTagsLogGroup = operation<ListTagsLogGroupRequest, ListTagsLogGroupResponse>({
  accepts: ['logGroupName'],
  ...onLogGroup,
  run: (input, context) => ({ tags: { ...groupOf(input, context).tags } }),
});
