import type { AliasConfiguration, CreateAliasRequest } from '@aws-sdk/client-lambda';
import { requireVersion } from './aliasRules.ts';
import { describeAlias } from './describe.ts';
import { onFunction } from './onFunction.ts';
import { conflict } from './problems.ts';
import { aliases, functionArn, qualified } from './state.ts';

export const CreateAlias = onFunction<CreateAliasRequest, AliasConfiguration>({
  accepts: ['FunctionName', 'Name', 'FunctionVersion', 'Description'],
  eventName: 'CreateAlias20150331',
  run: (input, context, { fn }) => {
    const name = input.Name!;
    if (context.table(aliases).has(qualified(fn.name, name))) {
      throw conflict(`Alias already exists: ${functionArn(context, fn.name, name)}`);
    }
    requireVersion(fn.name, input.FunctionVersion!, context);
    const alias = context.table(aliases).put({
      functionName: fn.name,
      name,
      version: input.FunctionVersion!,
      description: input.Description ?? '',
      revisionId: context.ids.uuid(),
    });
    return describeAlias(alias, context);
  },
});
