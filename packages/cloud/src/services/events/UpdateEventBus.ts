import type { UpdateEventBusRequest, UpdateEventBusResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onBus } from './access.ts';
import { changeBus } from './busRows.ts';
import { busArn, busOf } from './names.ts';

export const UpdateEventBus = operation<UpdateEventBusRequest, UpdateEventBusResponse>({
  accepts: ['Name', 'Description'],
  ...onBus,
  run({ Name, Description }, context) {
    const { description: _before, ...bus } = busOf(Name, context);
    changeBus(bus, Description ? { description: Description } : {}, context);
    return { Arn: busArn(bus.name, context), Name: bus.name, Description };
  },
});
