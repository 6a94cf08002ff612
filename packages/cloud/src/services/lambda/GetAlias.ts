import type { AliasConfiguration, GetAliasRequest } from '@aws-sdk/client-lambda';
import { aliasOf } from './aliasRules.ts';
import { describeAlias } from './describe.ts';
import { onFunction } from './onFunction.ts';

export const GetAlias = onFunction<GetAliasRequest, AliasConfiguration>({
  accepts: ['FunctionName', 'Name'],
  eventName: 'GetAlias20150331',
  run: (input, context, { fn }) => describeAlias(aliasOf(fn.name, input.Name!, context), context),
});
