import type { ListSubscriptionsInput, ListSubscriptionsResponse } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { listed } from './listed.ts';
import { pageOf } from './paging.ts';
import { subscriptionsTable } from './state.ts';
import { accountAccess } from './topicAccess.ts';

export const ListSubscriptions = operation<ListSubscriptionsInput, ListSubscriptionsResponse>({
  accepts: ['NextToken'],
  ...accountAccess,
  run: ({ NextToken }, context) => {
    const { rows, next } = pageOf(context.table(subscriptionsTable).values(), NextToken);
    return { Subscriptions: rows.map(listed), ...next };
  },
});
