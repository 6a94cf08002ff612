import type { Context } from '../../kernel/context.ts';
import { tagKeys } from './onFunction.ts';
import { invalid, noSuchFunction } from './problems.ts';
import { readReference } from './reference.ts';
import { functions, type LambdaFunction } from './state.ts';

interface TagInput {
  readonly Resource?: string | undefined;
}

export const accessToTags = {
  resource: ({ Resource = '*' }: TagInput) => Resource,
  conditionKeys: (input: TagInput, context: Context) => tagKeys(lookUp(input, context)?.tags ?? {}),
};

/** The function whose tags a call is about. Throws ResourceNotFoundException. */
export function taggedFunction(input: TagInput, context: Context): LambdaFunction {
  const fn = lookUp(input, context);
  if (!fn) throw noSuchFunction(input.Resource!);
  return fn;
}

export function checkTags(tags: Readonly<Record<string, string>>) {
  const entries = Object.entries(tags);
  if (entries.length > tagsMax) throw invalid(`The number of tags exceeds the limit of ${tagsMax}`);
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || key.toLowerCase().startsWith('aws:')) {
      throw invalid(`The tag key ${key} is not valid.`);
    }
    if (value.length > 256) throw invalid(`The value of the tag ${key} is not valid.`);
  }
}

const tagsMax = 50;

function lookUp({ Resource = '' }: TagInput, context: Context): LambdaFunction | undefined {
  const meant = readReference(Resource);
  const fn = meant && context.table(functions).get(meant.name);
  return fn?.arn === Resource ? fn : undefined;
}
