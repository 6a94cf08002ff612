import type { DeleteEventBusRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onBus } from './access.ts';
import { busNameOf } from './names.ts';
import { invalid } from './problems.ts';
import { busesTable, defaultBus, rulesTable } from './state.ts';

/** Deletes a custom bus that has no rules; one that is not there is as good as deleted. */
export const DeleteEventBus = operation<DeleteEventBusRequest, object>({
  accepts: ['Name'],
  ...onBus,
  run({ Name }, context) {
    const name = busNameOf(Name);
    if (name === defaultBus) throw invalid('Cannot delete event bus default.');
    if (context.table(rulesTable).find('bus', name).length > 0) {
      throw invalid("Event bus can't be deleted since it has rules.");
    }
    context.table(busesTable).delete(name);
    return {};
  },
});
