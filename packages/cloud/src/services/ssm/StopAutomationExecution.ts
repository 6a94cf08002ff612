import type { StopAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { finish, goOn } from './automation/advance.ts';
import { onExecution } from './automation/onExecution.ts';
import { currentRun, stepNamed } from './automation/plan.ts';
import { saveRun } from './automation/save.ts';
import { type Execution, isOver } from './automation/state.ts';
import { stepOf } from './document/readSteps.ts';

/** Cancels an execution, or lets it count as done with the step that runs now. */
export const StopAutomationExecution = onExecution<StopAutomationExecutionRequest, object>({
  accepts: ['AutomationExecutionId', 'Type'],
  run: ({ Type = 'Cancel' }, context, execution) => {
    if (isOver(execution.status) || execution.cancelled) {
      throw new AwsError(
        'InvalidAutomationStatusUpdateException',
        `Automation Execution with Id ${execution.id} is in status ${execution.status} and cannot be stopped.`,
      );
    }
    stopRun(execution, context);
    if (Type === 'Complete') finish(execution, 'Success', context);
    else cancel(execution, context);
    return {};
  },
});

function stopRun(execution: Execution, context: Context) {
  const run = currentRun(execution, context);
  if (!run || isOver(run.status)) return;
  saveRun(execution, { ...run, status: 'Cancelled', endMs: context.nowMs }, context);
}

function cancel(execution: Execution, context: Context) {
  const run = currentRun(execution, context);
  const after = run && stepOf(stepNamed(execution, run.name, context).onCancel);
  if (after === undefined) finish(execution, 'Cancelled', context);
  else goOn({ ...execution, cancelled: true }, after, context);
}
