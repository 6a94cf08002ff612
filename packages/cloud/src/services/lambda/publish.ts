import type { Context } from '../../kernel/context.ts';
import { functions, qualified, type Version, versions } from './state.ts';

/** Makes a version of `$LATEST`, or gives the last one where nothing has changed since. */
export function publish(
  draft: Version,
  { description }: { description?: string | undefined },
  context: Context,
): Version {
  const fn = context.table(functions).get(draft.functionName)!;
  const table = context.table(versions);
  const last = table.get(qualified(fn.name, String(fn.lastVersion)));
  if (last && sameAs(last, draft)) return last;
  const number = fn.lastVersion + 1;
  context.table(functions).put({ ...fn, lastVersion: number });
  return table.put({
    ...draft,
    version: String(number),
    description: description ?? draft.description,
    revisionId: context.ids.uuid(),
  });
}

function sameAs(published: Version, draft: Version): boolean {
  const keys = [
    'runtime',
    'role',
    'handler',
    'timeoutSeconds',
    'memoryMb',
    'sealedEnvironment',
    'deadLetterArn',
    'logGroup',
  ] as const;
  const isSame = keys.every((key) => published[key] === draft[key]);
  return isSame && published.code.sha256 === draft.code.sha256;
}
