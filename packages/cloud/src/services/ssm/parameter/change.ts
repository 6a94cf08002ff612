import type { Context } from '../../../kernel/context.ts';
import { tell } from '../tell.ts';
import type { ParameterVersion } from './state.ts';

/** Tells EventBridge that a parameter is another. Source: as in `automation/save.ts`. */
export function tellChange(
  operation: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion',
  arn: string,
  { name, type, description }: ParameterVersion,
  context: Context,
) {
  const detail = { operation, name, type, description };
  tell({ type: 'Parameter Store Change', resources: [arn], detail }, context);
}
