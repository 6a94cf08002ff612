import type { Context } from '../../../kernel/context.ts';
import { type Operation, operation } from '../../../kernel/operation.ts';
import { resourceTagKeys } from '../tags.ts';
import { executionArn, executionOf } from './history.ts';
import { type Execution, executions } from './state.ts';

interface ExecutionInput {
  readonly AutomationExecutionId?: string | undefined;
}

/** An operation on one execution. */
export function onExecution<Input extends ExecutionInput, Output extends object>(spec: {
  readonly accepts: readonly (keyof Input & string)[];
  readonly run: (input: Input, context: Context, execution: Execution) => Output;
}): Operation {
  return operation<Input, Output>({
    accepts: spec.accepts,
    resource: ({ AutomationExecutionId }, context) => executionArn(AutomationExecutionId, context),
    conditionKeys: ({ AutomationExecutionId = '' }, context) =>
      resourceTagKeys(context.table(executions).get(AutomationExecutionId)?.tags),
    run: (input, context) =>
      spec.run(input, context, executionOf(input.AutomationExecutionId, context)),
  });
}
