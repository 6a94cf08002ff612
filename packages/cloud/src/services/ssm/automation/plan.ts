import type { Context } from '../../../kernel/context.ts';
import type { Runbook, Step } from '../document/runbook.ts';
import { actions } from './actions.ts';
import { type Execution, plans, type StepRun, stepRuns } from './state.ts';

export function currentRun({ id, currentRun }: Execution, context: Context): StepRun | undefined {
  if (currentRun === undefined) return undefined;
  return context.table(stepRuns).get(`${id}/${currentRun}`);
}

export function runbookOf({ id }: Execution, context: Context): Runbook {
  return context.table(plans).get(id)!.runbook;
}

export function stepNamed(execution: Execution, name: string | undefined, context: Context): Step {
  return runbookOf(execution, context).steps.find((step) => step.name === name)!;
}

/** The step that comes next when nobody says otherwise. */
export function following(step: Step, execution: Execution, context: Context): string | undefined {
  if (step.isEnd) return undefined;
  if (step.nextStep !== undefined) return step.nextStep;
  const { steps } = runbookOf(execution, context);
  return steps[steps.findIndex(({ name }) => name === step.name) + 1]?.name;
}

export function timeoutOf({ action, timeoutSeconds }: Step): number | undefined {
  return timeoutSeconds ?? actions[action]?.timeoutSeconds;
}

export function deadlineMs(step: Step, { startMs }: StepRun): number {
  const seconds = timeoutOf(step);
  return seconds === undefined ? Number.POSITIVE_INFINITY : startMs + seconds * 1000;
}
