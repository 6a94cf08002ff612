import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  StepExecution,
} from '@aws-sdk/client-ssm';
import type { Context } from '../../../kernel/context.ts';
import { asTexts } from '../document/parameterValue.ts';
import type { Step } from '../document/runbook.ts';
import { chosenStep } from './branch.ts';
import { currentRun, runbookOf, timeoutOf } from './plan.ts';
import { type Execution, isOver, type StepRun, stepRuns } from './state.ts';

/** An execution as GetAutomationExecution tells of it. */
export function describeExecution(execution: Execution, context: Context): AutomationExecution {
  const steps = describeSteps(execution, context);
  return {
    ...summaryOf(execution, context),
    StepExecutions: steps.slice(0, stepsShownMax),
    StepExecutionsTruncated: steps.length > stepsShownMax,
    Parameters: textsOf(execution.parameters),
    Variables: {},
  };
}

/** DescribeAutomationStepExecutions tells the rest. */
const stepsShownMax = 100;

export function describeMetadata(
  execution: Execution,
  context: Context,
): AutomationExecutionMetadata {
  return { ...summaryOf(execution, context), LogFile: '', AutomationType: 'Local' };
}

function summaryOf(execution: Execution, context: Context) {
  const run = isOver(execution.status) ? undefined : currentRun(execution, context);
  const step = run && runbookOf(execution, context).steps.find(({ name }) => name === run.name);
  const { endMs, failureMessage } = execution;
  return {
    AutomationExecutionId: execution.id,
    DocumentName: execution.documentName,
    DocumentVersion: execution.documentVersion,
    ExecutionStartTime: new Date(execution.startMs),
    ...(endMs === undefined ? undefined : { ExecutionEndTime: new Date(endMs) }),
    AutomationExecutionStatus: execution.status,
    Outputs: textsOf(execution.outputs ?? {}),
    ...(failureMessage === undefined ? undefined : { FailureMessage: failureMessage }),
    Mode: 'Auto' as const,
    ExecutedBy: execution.executedBy,
    ...(step ? { CurrentStepName: step.name, CurrentAction: step.action } : undefined),
    Targets: [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
  };
}

/** The runs, oldest first, then the steps that have not run, as they stand in the document. */
export function describeSteps(execution: Execution, context: Context): StepExecution[] {
  const { steps } = runbookOf(execution, context);
  const runs = context
    .table(stepRuns)
    .find('execution', execution.id)
    .sort((one, other) => one.number - other.number);
  const reached = new Set(runs.map(({ name }) => name));
  const named = new Map(steps.map((step) => [step.name, step]));
  return [
    ...runs.map((run) => ({ ...stepFacts(named.get(run.name)!), ...runFacts(run, named) })),
    ...steps
      .filter(({ name }) => !reached.has(name))
      .map((step) => ({
        ...stepFacts(step),
        StepStatus: 'Pending' as const,
        StepExecutionId: pendingId(execution, steps.indexOf(step)),
      })),
  ];
}

/** A step that has not run has an id all the same, and always this one. */
function pendingId({ id }: Execution, place: number): string {
  return id.slice(0, -4) + String(place).padStart(4, '0');
}

function stepFacts(step: Step): StepExecution {
  const timeout = timeoutOf(step);
  return {
    StepName: step.name,
    Action: step.action,
    ...(timeout === undefined ? undefined : { TimeoutSeconds: timeout }),
    OnFailure: step.onFailure,
    MaxAttempts: step.maxAttempts,
    IsEnd: step.isEnd,
    IsCritical: step.isCritical,
    ...(step.nextStep === undefined ? undefined : { NextStep: step.nextStep }),
    OverriddenParameters: {},
  };
}

function runFacts(run: StepRun, steps: ReadonlyMap<string, Step>): StepExecution {
  const { endMs, failureMessage, failureType } = run;
  const isBranch = steps.get(run.name)?.action === 'aws:branch';
  const next = isBranch && run.status === 'Success' ? chosenStep(run.inputs) : undefined;
  return {
    ExecutionStartTime: new Date(run.startMs),
    ...(endMs === undefined ? undefined : { ExecutionEndTime: new Date(endMs) }),
    StepStatus: run.status,
    ...(run.status === 'Success' ? { ResponseCode: '0' } : undefined),
    Inputs: Object.fromEntries(
      Object.entries(run.inputs).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    Outputs: textsOf(run.outputs ?? {}),
    ...(failureMessage === undefined ? undefined : { FailureMessage: failureMessage }),
    ...(failureType === undefined
      ? undefined
      : { FailureDetails: { FailureStage: 'Execution', FailureType: failureType, Details: {} } }),
    StepExecutionId: run.id,
    ...(next === undefined ? undefined : { NextStep: next }),
  };
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asTexts(value)]));
}
