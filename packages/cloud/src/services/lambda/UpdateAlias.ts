import type { AliasConfiguration, UpdateAliasRequest } from '@aws-sdk/client-lambda';
import { aliasOf, requireVersion } from './aliasRules.ts';
import { describeAlias } from './describe.ts';
import { checkRevision, onFunction } from './onFunction.ts';
import { aliases } from './state.ts';

export const UpdateAlias = onFunction<UpdateAliasRequest, AliasConfiguration>({
  accepts: ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RevisionId'],
  eventName: 'UpdateAlias20150331',
  run: (input, context, { fn }) => {
    const before = aliasOf(fn.name, input.Name!, context);
    checkRevision(input.RevisionId, before.revisionId);
    const version = input.FunctionVersion ?? before.version;
    requireVersion(fn.name, version, context);
    const alias = context.table(aliases).put({
      ...before,
      version,
      description: input.Description ?? before.description,
      revisionId: context.ids.uuid(),
    });
    return describeAlias(alias, context);
  },
});
