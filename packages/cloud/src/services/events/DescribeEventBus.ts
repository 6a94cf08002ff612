import type {
  DescribeEventBusRequest,
  DescribeEventBusResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onBus } from './access.ts';
import { describeBus } from './describe.ts';
import { busOf } from './names.ts';

export const DescribeEventBus = operation<DescribeEventBusRequest, DescribeEventBusResponse>({
  accepts: ['Name'],
  ...onBus,
  run: ({ Name }, context) => describeBus(busOf(Name, context), context),
});
