import type { ListEventBusesRequest, ListEventBusesResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { describeBus } from './describe.ts';
import { busOf } from './names.ts';
import { pageOf } from './paging.ts';
import { busesTable, defaultBus } from './state.ts';

export const ListEventBuses = operation<ListEventBusesRequest, ListEventBusesResponse>({
  accepts: ['NamePrefix', 'NextToken', 'Limit'],
  resource: () => '*',
  run(input, context) {
    const { NamePrefix = '' } = input;
    const custom = [...context.table(busesTable).values()].filter(
      ({ name }) => name !== defaultBus,
    );
    const found = [busOf(undefined, context), ...custom].filter(({ name }) =>
      name.startsWith(NamePrefix),
    );
    const { rows, next } = pageOf(found, ({ name }) => name, input);
    return { EventBuses: rows.map((bus) => describeBus(bus, context)), ...next };
  },
});
