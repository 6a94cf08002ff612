import type { Context } from '../../../kernel/context.ts';
import { tell } from '../tell.ts';
import { stepNamed } from './plan.ts';
import { type Execution, executions, type StepRun, stepRuns } from './state.ts';

/**
 * Keeps an execution as it is now, and tells EventBridge when its status is another.
 * Source: "Monitoring Systems Manager events with Amazon EventBridge", event examples.
 */
export function saveExecution(execution: Execution, context: Context): Execution {
  const table = context.table(executions);
  const before = table.get(execution.id);
  table.put(execution);
  if (before?.status !== execution.status) {
    tell(
      {
        type: 'EC2 Automation Execution Status-change Notification',
        resources: resourcesOf(execution, context),
        detail: { ...detailOf(execution, execution, context), ExecutedBy: execution.executedBy },
      },
      context,
    );
  }
  return execution;
}

/** The same for a run of a step. */
export function saveRun(execution: Execution, run: StepRun, context: Context): StepRun {
  const table = context.table(stepRuns);
  const before = table.get(`${run.executionId}/${run.number}`);
  table.put(run);
  if (before?.status !== run.status) {
    const { name, action } = stepNamed(execution, run.name, context);
    tell(
      {
        type: 'EC2 Automation Step Status-change Notification',
        resources: resourcesOf(execution, context),
        detail: { ...detailOf(execution, run, context), StepName: name, Action: action },
      },
      context,
    );
  }
  return run;
}

function resourcesOf({ id, documentName, documentVersion }: Execution, context: Context) {
  return [
    context.arn('ssm', `automation-execution/${id}`),
    context.arn('ssm', `automation-definition/${documentName}:${documentVersion}`),
  ];
}

function detailOf(
  { id, documentName, documentVersion }: Execution,
  { status, startMs, endMs }: Pick<StepRun, 'status' | 'startMs' | 'endMs'>,
  { nowMs }: Context,
) {
  return {
    ExecutionId: id,
    Definition: documentName,
    DefinitionVersion: documentVersion,
    Status: status,
    ...(endMs === undefined ? undefined : { EndTime: timeText.format(endMs) }),
    StartTime: timeText.format(startMs),
    Time: timeText.format(nowMs),
  };
}

/** `Nov 29, 2024, 7:43:25 PM`, as these events write times. */
const timeText = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});
