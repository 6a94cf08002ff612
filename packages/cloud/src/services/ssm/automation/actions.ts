import type { Caller } from '../../../kernel/caller.ts';
import type { Context } from '../../../kernel/context.ts';
import type { Step } from '../document/runbook.ts';
import { askForApproval } from './approval.ts';
import { chosenStep } from './branch.ts';
import { callApi } from './callApi.ts';
import { durationMs } from './duration.ts';
import { StepFailure } from './failure.ts';
import { asText, selected, selectOutputs } from './output.ts';
import type { Execution, StepRun } from './state.ts';

/** A step that is under way. */
export interface Running {
  readonly execution: Execution;
  readonly step: Step;
  /** Its inputs are filled in. */
  readonly run: StepRun;
  readonly caller: Caller;
  readonly context: Context;
}

/** How far an action is. One that cannot succeed throws StepFailure. */
export type Progress =
  | {
      readonly outputs: Readonly<Record<string, unknown>>;
      /** Where a branch goes. */
      readonly nextStep?: string | undefined;
    }
  /** To be looked at again then, when its script has run, or when somebody sends a signal. */
  | { readonly againMs: number | 'script'; readonly status: 'InProgress' | 'Waiting' };

export interface Action {
  /** What a step of this action has when it names none; undefined: it ends by itself. */
  readonly timeoutSeconds?: number;
  readonly start: (running: Running) => Progress;
  /** At the time that the start, or the look before, asked for. */
  readonly look?: (running: Running) => Progress;
}

/** Source of the default times: the Automation action reference. */
export const actions: Readonly<Record<string, Action>> = {
  'aws:executeAwsApi': {
    start: ({ step, run, caller, context }) => ({
      outputs: selectOutputs(step.outputs, callApi(run.inputs, caller, context)),
    }),
  },
  'aws:assertAwsResourceProperty': {
    start: (running) => {
      const { value, isDesired } = lookAtProperty(running);
      if (isDesired) return { outputs: {} };
      throw new StepFailure(
        'AssertionError',
        `Property value from the API output is not in the desired values. Property value: ${asText(value)}, Desired values ${JSON.stringify(running.run.inputs.DesiredValues)}.`,
      );
    },
  },
  'aws:waitForAwsResourceProperty': {
    timeoutSeconds: 3_600,
    start: waitForProperty,
    look: waitForProperty,
  },
  'aws:branch': {
    start: ({ run }) => ({ outputs: {}, nextStep: chosenStep(run.inputs) }),
  },
  'aws:sleep': {
    start: (running) => ({ againMs: wakeMs(running), status: 'InProgress' }),
    look: () => ({ outputs: {} }),
  },
  'aws:approve': {
    timeoutSeconds: 604_800,
    start: askForApproval,
  },
  'aws:executeScript': {
    timeoutSeconds: 600,
    start: () => ({ againMs: 'script', status: 'InProgress' }),
  },
};

function waitForProperty(running: Running): Progress {
  if (lookAtProperty(running).isDesired) return { outputs: {} };
  return { againMs: running.context.nowMs + pollMs, status: 'InProgress' };
}

/** Ours: AWS does not publish how often it looks. */
const pollMs = 15_000;

function lookAtProperty({ run, caller, context }: Running) {
  const { PropertySelector, DesiredValues } = run.inputs;
  const value = selected(callApi(run.inputs, caller, context), String(PropertySelector));
  const desired = Array.isArray(DesiredValues) ? DesiredValues : [DesiredValues];
  const isDesired = value !== undefined && desired.some((one) => asText(one) === asText(value));
  return { value, isDesired };
}

function wakeMs({ run, context }: Running): number {
  const { Duration, Timestamp } = run.inputs;
  if (Timestamp !== undefined) {
    const timeMs = Date.parse(String(Timestamp));
    if (!Number.isNaN(timeMs)) return timeMs;
    throw new StepFailure('ValidationError', `Timestamp ${Timestamp} is not an ISO 8601 time.`);
  }
  const waitMs = durationMs(String(Duration));
  if (waitMs !== undefined && waitMs <= sleepMsMax) return context.nowMs + waitMs;
  throw new StepFailure(
    'ValidationError',
    `Duration ${Duration} is not an ISO 8601 duration of at most 604800 seconds.`,
  );
}

const sleepMsMax = 604_800_000;
