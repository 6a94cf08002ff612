import type { DeleteFunctionRequest, DeleteFunctionResponse } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { onFunction } from './onFunction.ts';
import { conflict, invalid } from './problems.ts';
import {
  aliases,
  dropCode,
  functions,
  invokeConfigs,
  type LambdaFunction,
  latest,
  policies,
  qualified,
  type Version,
  versions,
} from './state.ts';
import { retireWorkers } from './workers.ts';

/** Deletes a function with all that is its own, or one version of it. */
export const DeleteFunction = onFunction<DeleteFunctionRequest, DeleteFunctionResponse>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'DeleteFunction20150331',
  run: (_input, context, { fn, version, qualifier }) => {
    if (qualifier === undefined) deleteAll(fn, context);
    else deleteVersion(version, qualifier, context);
    retireWorkers(context, fn.arn);
    return { StatusCode: 204 };
  },
});

function deleteAll({ name }: LambdaFunction, context: Context) {
  for (const version of context.table(versions).find('function', name)) remove(version, context);
  for (const table of [aliases, policies, invokeConfigs] as const) {
    const rows = context.table<{ functionName: string }>(table as never);
    for (const row of rows.find('function', name)) rows.delete(rows.spec.key(row));
  }
  context.table(functions).delete(name);
}

function deleteVersion(version: Version, qualifier: string, context: Context) {
  const { functionName } = version;
  if (qualifier === latest) {
    throw invalid('$LATEST version cannot be deleted without deleting the function.');
  }
  if (version.version !== qualifier) {
    throw invalid('Deletion of aliases is not currently supported.');
  }
  const users = context
    .table(aliases)
    .find('function', functionName)
    .filter((alias) => alias.version === version.version)
    .map(({ name }) => name);
  if (users.length > 0) {
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${users.join(', ')}]`,
    );
  }
  remove(version, context);
}

function remove(version: Version, context: Context) {
  context.table(versions).delete(qualified(version.functionName, version.version));
  dropCode(context, version);
}
