import type { DeleteParameterRequest, DeleteParameterResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { access } from './parameter/onParameter.ts';
import { parameterOf } from './parameter/read.ts';
import { removeParameter } from './parameter/remove.ts';

export const DeleteParameter = operation<DeleteParameterRequest, DeleteParameterResult>({
  accepts: ['Name'],
  ...access(),
  run: ({ Name = '' }, context) => {
    removeParameter(parameterOf(Name, context), context);
    return {};
  },
});
