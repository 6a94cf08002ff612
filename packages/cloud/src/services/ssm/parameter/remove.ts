import type { Context } from '../../../kernel/context.ts';
import { tellChange } from './change.ts';
import {
  latestOf,
  parameters,
  parameterVersions,
  type StoredParameter,
  versionKey,
} from './state.ts';

export function removeParameter(parameter: StoredParameter, context: Context) {
  const { name, firstVersion, version } = parameter;
  tellChange('Delete', parameter.arn, latestOf(parameter, context), context);
  for (let number = firstVersion; number <= version; number += 1) {
    context.table(parameterVersions).delete(versionKey(name, number));
  }
  context.table(parameters).delete(name);
}
