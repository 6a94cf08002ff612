import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import { type Execution, executions, isOver, plans, stepRuns } from './state.ts';

/** Finds an execution by id. Throws AutomationExecutionNotFoundException. */
export function executionOf(id: string | undefined, context: Context): Execution {
  const found = context.table(executions).get(id ?? '');
  if (found) return found;
  throw new AwsError(
    'AutomationExecutionNotFoundException',
    `Automation Execution with Id ${id} does not exist.`,
  );
}

export function executionArn(id: string | undefined, context: Context): string {
  return context.arn('ssm', `automation-execution/${id}`);
}

/** AWS keeps the history of an automation for 30 days. */
const keptMs = 30 * 24 * 60 * 60 * 1000;
const executionsMax = 10_000;

/** Forgets executions that AWS would not tell of any more, and the oldest of too many. */
export function forgetOld(context: Context) {
  const table = context.table(executions);
  for (const { id, status, endMs = context.nowMs } of [...table.values()]) {
    const isDue = context.nowMs - endMs >= keptMs || table.size >= executionsMax;
    // They stand in the order of their start: what comes later is younger.
    if (!isDue) break;
    if (!isOver(status)) continue;
    table.delete(id);
    context.table(plans).delete(id);
    for (const { number } of context.table(stepRuns).find('execution', id)) {
      context.table(stepRuns).delete(`${id}/${number}`);
    }
  }
}

/** AWS lets 100 run at once and 1,000 wait: "AWS Systems Manager endpoints and quotas". */
const runningMax = 1_100;

export function requireRoom(context: Context) {
  const running = [...context.table(executions).values()].filter(({ status }) => !isOver(status));
  if (running.length < runningMax) return;
  throw new AwsError(
    'AutomationExecutionLimitExceededException',
    `The number of simultaneously running Automation executions exceeded the allowed limit of ${runningMax}.`,
  );
}
