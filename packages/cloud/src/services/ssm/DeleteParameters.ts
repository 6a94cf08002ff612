import type { DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { arnOf } from './parameter/onParameter.ts';
import { removeParameter } from './parameter/remove.ts';
import { findParameter } from './parameter/state.ts';

export const DeleteParameters = operation<DeleteParametersRequest, DeleteParametersResult>({
  accepts: ['Names'],
  resource: ({ Names = [] }, context) => Names.map((name) => arnOf(name, context)),
  run: ({ Names = [] }, context) => {
    const deleted: string[] = [];
    const missing: string[] = [];
    for (const name of new Set(Names)) {
      const parameter = findParameter(name, context);
      if (parameter) removeParameter(parameter, context);
      (parameter ? deleted : missing).push(name);
    }
    return { DeletedParameters: deleted, InvalidParameters: missing };
  },
});
