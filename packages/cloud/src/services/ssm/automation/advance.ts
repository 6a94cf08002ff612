import type { Context } from '../../../kernel/context.ts';
import { jobKind } from '../../../kernel/jobs.ts';
import { stepOf } from '../document/readSteps.ts';
import type { Step } from '../document/runbook.ts';
import { actions, type Progress, type Running } from './actions.ts';
import { actorOf, unassumable } from './actor.ts';
import { type Failure, failureText, StepFailure } from './failure.ts';
import { selectOutputs } from './output.ts';
import { currentRun, deadlineMs, following, runbookOf, stepNamed, timeoutOf } from './plan.ts';
import { fill } from './reference.ts';
import { saveExecution, saveRun } from './save.ts';
import { runScript, type ScriptResult } from './script.ts';
import { type Execution, executions, isOver, type StepRun, stepRuns } from './state.ts';
import { outputsOf, Unresolved, valuesOf } from './values.ts';

/**
 * Brings an execution one step further. Each step is a job of its own, committed before the next
 * one begins: after a restart an execution goes on where it stood, and one that goes in circles
 * leaves room for everybody else.
 */
export const advance = jobKind<{ id: string }>({
  name: 'ssm.advance',
  perform: async () => undefined,
  settle: ({ payload: { id } }, context) => {
    const execution = context.table(executions).get(id);
    if (!execution || isOver(execution.status)) return;
    const run = currentRun(execution, context);
    if (run) continueRun(execution, run, context);
    else startRun(execution, context);
  },
});

/** Runs the script of a step that is under way. Stopped meanwhile, its answer is nobody's. */
export const script = jobKind<{ id: string; number: number }, ScriptResult | undefined>({
  name: 'ssm.script',
  concurrency: 4,
  perform: async ({ id, number }, context) => {
    const execution = context.table(executions).get(id);
    if (!execution || execution.currentRun !== number || isOver(execution.status)) return undefined;
    const run = currentRun(execution, context)!;
    return runScript(execution, run, timeoutOf(stepNamed(execution, run.name, context))!, context);
  },
  settle: ({ payload: { id, number }, outcome, error }, context) => {
    if (error) throw error;
    const execution = context.table(executions).get(id);
    const run = execution && currentRun(execution, context);
    if (!execution || !outcome || isOver(execution.status) || run?.number !== number) return;
    const step = stepNamed(execution, run.name, context);
    if ('failed' in outcome) {
      fail(execution, step, run, context, { ...outcome.failed, outputs: outcome.outputs });
      return;
    }
    guard(execution, step, context, () => {
      const selected = selectOutputs(step.outputs, outcome.outputs.OutputPayload);
      succeed(execution, step, run, context, { outputs: { ...outcome.outputs, ...selected } });
    });
  },
});

/** The next step begins. A step that is reached again has another run. */
function startRun(execution: Execution, context: Context) {
  const { id, nextStep } = execution;
  const number = context.table(stepRuns).find('execution', id).length;
  if (number >= stepRunsMax) {
    finish(execution, 'Failed', context, loopMessage);
    return;
  }
  const step = stepNamed(execution, nextStep, context);
  const run: StepRun = {
    executionId: id,
    number,
    id: context.ids.uuid(),
    name: step.name,
    startMs: context.nowMs,
    status: 'InProgress',
    attempt: 1,
    inputs: step.inputs,
  };
  saveRun(execution, run, context);
  const { nextStep: _reached, ...rest } = execution;
  const begun = saveExecution({ ...rest, currentRun: number }, context);
  act(begun, step, run, context, 'start');
}

/** A loop without a wait would never end: AWS's own aws:loop allows 100 rounds. */
const stepRunsMax = 500;
const loopMessage = `The automation ran ${stepRunsMax} steps, which is the limit: is it a loop?`;

function continueRun(execution: Execution, run: StepRun, context: Context) {
  const step = stepNamed(execution, run.name, context);
  if (context.nowMs >= deadlineMs(step, run)) {
    fail(execution, step, run, context, {
      status: 'TimedOut',
      type: 'TimedOut',
      message: `Step timed out after ${timeoutOf(step)} seconds.`,
    });
    return;
  }
  act(execution, step, run, context, run.status === 'Pending' ? 'start' : 'look');
}

function act(
  execution: Execution,
  step: Step,
  run: StepRun,
  context: Context,
  what: 'start' | 'look',
) {
  guard(execution, step, context, () => {
    const caller = actorOf(execution, context);
    if (!caller) throw new StepFailure('AccessDenied', unassumable);
    const inputs =
      what === 'start'
        ? (fill(step.inputs, valuesOf(execution, context)) as Record<string, unknown>)
        : run.inputs;
    const filled = saveRun(execution, { ...run, status: 'InProgress', inputs }, context);
    const running: Running = { execution, step, run: filled, caller, context };
    const { start, look = start } = actions[step.action]!;
    follow(running, what === 'look' ? look(running) : start(running));
  });
}

/** What an action cannot do fails its step; all else is a defect. */
function guard(execution: Execution, step: Step, context: Context, act: () => void) {
  try {
    act();
  } catch (error) {
    if (!(error instanceof StepFailure) && !(error instanceof Unresolved)) throw error;
    const type = error instanceof StepFailure ? error.type : 'UnresolvedReference';
    const run = currentRun(execution, context)!;
    fail(execution, step, run, context, { status: 'Failed', type, message: error.message });
  }
}

function follow({ execution, step, run, context }: Running, progress: Progress) {
  if ('outputs' in progress) {
    succeed(execution, step, run, context, progress);
    return;
  }
  const { againMs, status } = progress;
  saveRun(execution, { ...run, status }, context);
  saveExecution({ ...execution, status: execution.cancelled ? 'Cancelling' : status }, context);
  if (againMs === 'script') {
    context.schedule(script, { id: execution.id, number: run.number });
    return;
  }
  const dueMs = Math.min(againMs, deadlineMs(step, run));
  if (dueMs < Number.POSITIVE_INFINITY) {
    context.schedule(advance, { id: execution.id }, { dueMs, key: execution.id });
  }
}

export function succeed(
  execution: Execution,
  step: Step,
  run: StepRun,
  context: Context,
  of: {
    outputs: Readonly<Record<string, unknown>>;
    nextStep?: string | undefined;
  },
) {
  const { outputs, nextStep } = of;
  saveRun(
    execution,
    {
      ...run,
      status: 'Success',
      outputs,
      endMs: context.nowMs,
    },
    context,
  );
  goOn(execution, nextStep ?? following(step, execution, context), context);
}

/** A step that failed is tried again, or passed over, or ends the execution, as it says itself. */
export function fail(
  execution: Execution,
  step: Step,
  run: StepRun,
  context: Context,
  { status, type, message, outputs }: Failure,
) {
  if (run.attempt < step.maxAttempts) {
    saveRun(
      execution,
      { ...run, status: 'Pending', attempt: run.attempt + 1, startMs: context.nowMs },
      context,
    );
    context.schedule(advance, { id: execution.id }, { key: execution.id });
    return;
  }
  const failureMessage = failureText(message);
  saveRun(
    execution,
    {
      ...run,
      status,
      failureMessage,
      failureType: type,
      endMs: context.nowMs,
      ...(outputs ? { outputs } : undefined),
    },
    context,
  );
  if (step.onFailure === 'Abort') {
    finish(execution, status, context, failureMessage);
    return;
  }
  const marked = step.isCritical ? { ...execution, failedStep: step.name } : execution;
  const next = stepOf(step.onFailure) ?? following(step, execution, context);
  goOn(marked, next, context);
}

/** Schedules the next step, or ends the execution where there is none. */
export function goOn(execution: Execution, nextStep: string | undefined, context: Context) {
  if (nextStep === undefined) {
    const { failedStep, cancelled } = execution;
    if (cancelled) finish(execution, 'Cancelled', context);
    else if (failedStep === undefined) finish(execution, 'Success', context);
    else finish(execution, 'Failed', context, `Critical step ${failedStep} failed.`);
    return;
  }
  const { currentRun: _ended, ...rest } = execution;
  const status = execution.cancelled ? 'Cancelling' : 'InProgress';
  saveExecution({ ...rest, status, nextStep }, context);
  context.schedule(advance, { id: execution.id }, { key: execution.id });
}

export function finish(
  execution: Execution,
  status: Execution['status'],
  context: Context,
  failureMessage?: string,
) {
  const { nextStep: _never, ...rest } = execution;
  context.cancel(advance, execution.id);
  saveExecution(
    {
      ...rest,
      status,
      endMs: context.nowMs,
      outputs: outputsOf(execution, runbookOf(execution, context), context),
      ...(failureMessage === undefined ? undefined : { failureMessage }),
    },
    context,
  );
}
