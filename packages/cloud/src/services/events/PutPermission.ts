import type { PutPermissionRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onPermission } from './access.ts';
import { policyWith } from './busPolicy.ts';
import { changeBus } from './busRows.ts';
import { busOf } from './names.ts';

export const PutPermission = operation<PutPermissionRequest, object>({
  accepts: ['EventBusName', 'Action', 'Principal', 'StatementId', 'Condition', 'Policy'],
  ...onPermission,
  run(input, context) {
    const bus = busOf(input.EventBusName, context);
    changeBus(bus, { policy: policyWith(bus, input, context) }, context);
    return {};
  },
});
