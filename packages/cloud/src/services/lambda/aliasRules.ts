import type { Context } from '../../kernel/context.ts';
import { noSuchFunction, notFound } from './problems.ts';
import { type Alias, aliases, functionArn, qualified, versions } from './state.ts';

/** An alias means a version, no other alias. Throws ResourceNotFoundException. */
export function requireVersion(functionName: string, version: string, context: Context) {
  if (context.table(versions).has(qualified(functionName, version))) return;
  throw noSuchFunction(functionArn(context, functionName, version));
}

export function aliasOf(functionName: string, name: string, context: Context): Alias {
  const alias = context.table(aliases).get(qualified(functionName, name));
  if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(context, functionName, name)}`);
  return alias;
}
