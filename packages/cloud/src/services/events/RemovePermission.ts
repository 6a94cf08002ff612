import type { RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onPermission } from './access.ts';
import { policyWithout } from './busPolicy.ts';
import { changeBus } from './busRows.ts';
import { busOf } from './names.ts';
import { invalidParameter } from './problems.ts';

export const RemovePermission = operation<RemovePermissionRequest, object>({
  accepts: ['StatementId', 'RemoveAllPermissions', 'EventBusName'],
  ...onPermission,
  run({ StatementId, RemoveAllPermissions, EventBusName }, context) {
    const before = busOf(EventBusName, context);
    const { policy: _policy, ...bus } = before;
    if (!RemoveAllPermissions && StatementId === undefined) {
      throw invalidParameter('StatementId', 'It is required.');
    }
    const policy = RemoveAllPermissions ? undefined : policyWithout(before, StatementId!);
    changeBus(bus, policy === undefined ? {} : { policy }, context);
    return {};
  },
});
