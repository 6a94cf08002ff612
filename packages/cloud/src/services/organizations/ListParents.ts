import type { ListParentsRequest, ListParentsResponse } from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { targetArn } from './authority.ts';
import { organizationOf, targetsOf } from './organization.ts';
import { pageOf } from './pages.ts';

/** Tells what an account is below: the root, since there are no organizational units. */
export const ListParents = operation<ListParentsRequest, ListParentsResponse>({
  accepts: ['ChildId', 'NextToken', 'MaxResults'],
  resource: ({ ChildId = '*' }, context) => targetArn(ChildId, context),
  run: (input, context) => {
    const child = targetsOf(context).find(({ id }) => id === input.ChildId);
    if (child?.type !== 'ACCOUNT') {
      throw new AwsError(
        'ChildNotFoundException',
        "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
      );
    }
    const root = { Id: organizationOf(context).rootId, Type: 'ROOT' as const };
    const { items, more } = pageOf([root], input);
    return { Parents: items, ...more };
  },
});
