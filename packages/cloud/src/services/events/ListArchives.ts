import type { ListArchivesRequest, ListArchivesResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { describeArchive } from './describe.ts';
import { busOf } from './names.ts';
import { pageOf } from './paging.ts';
import { invalid } from './problems.ts';
import { archivesTable } from './state.ts';

export const ListArchives = operation<ListArchivesRequest, ListArchivesResponse>({
  accepts: ['NamePrefix', 'EventSourceArn', 'State', 'NextToken', 'Limit'],
  resource: (_input, context) => context.arn('events', 'archive/*'),
  run(input, context) {
    const { NamePrefix, EventSourceArn, State } = input;
    const given = [NamePrefix, EventSourceArn, State].filter((value) => value !== undefined);
    if (given.length > 1) {
      throw invalid(
        'At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.',
      );
    }
    const busName = EventSourceArn === undefined ? undefined : busOf(EventSourceArn, context).name;
    const found = [...context.table(archivesTable).values()].filter(
      (archive) =>
        archive.name.startsWith(NamePrefix ?? '') &&
        (busName === undefined || archive.busName === busName) &&
        (State === undefined || State === 'ENABLED'),
    );
    const { rows, next } = pageOf(found, ({ name }) => name, input);
    return { Archives: rows.map((archive) => describeArchive(archive, context)), ...next };
  },
});
