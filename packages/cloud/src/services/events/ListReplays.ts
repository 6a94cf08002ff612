import type { ListReplaysRequest, ListReplaysResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { describeReplay } from './describe.ts';
import { pageOf } from './paging.ts';
import { invalid } from './problems.ts';
import { replaysTable } from './state.ts';

export const ListReplays = operation<ListReplaysRequest, ListReplaysResponse>({
  accepts: ['NamePrefix', 'State', 'EventSourceArn', 'NextToken', 'Limit'],
  resource: (_input, context) => context.arn('events', 'replay/*'),
  run(input, context) {
    const { NamePrefix, EventSourceArn, State } = input;
    const given = [NamePrefix, EventSourceArn, State].filter((value) => value !== undefined);
    if (given.length > 1) {
      throw invalid(
        'At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.',
      );
    }
    const found = [...context.table(replaysTable).values()].filter(
      ({ name, archiveArn, state }) =>
        name.startsWith(NamePrefix ?? '') &&
        (EventSourceArn === undefined || archiveArn === EventSourceArn) &&
        (State === undefined || state === State),
    );
    const { rows, next } = pageOf(found, ({ name }) => name, input);
    return { Replays: rows.map(describeReplay), ...next };
  },
});
