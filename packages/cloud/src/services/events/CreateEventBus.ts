import type { CreateEventBusRequest, CreateEventBusResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onBus } from './access.ts';
import { busArn, findBus } from './names.ts';
import { exists, invalid, limitExceeded } from './problems.ts';
import { busesTable } from './state.ts';
import { requestTagKeys, withTags } from './tags.ts';

export const CreateEventBus = operation<CreateEventBusRequest, CreateEventBusResponse>({
  accepts: ['Name', 'Description', 'Tags'],
  resource: onBus.resource,
  conditionKeys: ({ Tags }) => requestTagKeys(Tags),
  run({ Name, Description, Tags }, context) {
    const name = Name!;
    if (name.includes('/')) throw invalid("Event bus name must not contain '/'.");
    if (findBus(name, context)) throw exists(`Event bus ${name}`);
    const buses = context.table(busesTable);
    if (buses.size >= busesMax) throw limitExceeded();
    const { nowMs } = context;
    buses.put({
      name,
      ...(Description ? { description: Description } : undefined),
      createdMs: nowMs,
      modifiedMs: nowMs,
      tags: withTags({}, Tags),
    });
    const EventBusArn = busArn(name, context);
    return Description ? { EventBusArn, Description } : { EventBusArn };
  },
});

const busesMax = 100;
