import type { RemovePermissionRequest } from '@aws-sdk/client-lambda';
import { checkRevision, onFunction } from './onFunction.ts';
import { notFound } from './problems.ts';
import { policies, qualified } from './state.ts';

export const RemovePermission = onFunction<RemovePermissionRequest, object>({
  accepts: ['FunctionName', 'StatementId', 'Qualifier', 'RevisionId'],
  eventName: 'RemovePermission20150331v2',
  run: (input, context, { fn, qualifier = '' }) => {
    const table = context.table(policies);
    const before = table.get(qualified(fn.name, qualifier));
    const statements = before?.statements.filter(({ Sid }) => Sid !== input.StatementId) ?? [];
    if (!before || statements.length === before.statements.length) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    checkRevision(input.RevisionId, before.revisionId);
    if (statements.length === 0) table.delete(qualified(fn.name, qualifier));
    else table.put({ ...before, statements, revisionId: context.ids.uuid() });
    return {};
  },
});
