import type { ListTopicsInput, ListTopicsResponse } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './paging.ts';
import { topicsTable } from './state.ts';
import { accountAccess } from './topicAccess.ts';

export const ListTopics = operation<ListTopicsInput, ListTopicsResponse>({
  accepts: ['NextToken'],
  ...accountAccess,
  run: ({ NextToken }, context) => {
    const { rows, next } = pageOf(context.table(topicsTable).values(), NextToken);
    return { Topics: rows.map(({ arn }) => ({ TopicArn: arn })), ...next };
  },
});
