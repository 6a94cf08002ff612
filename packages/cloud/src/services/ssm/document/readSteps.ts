import { notImplemented } from '../../../kernel/error.ts';
import { choiceTargets, requireChoices } from '../automation/branch.ts';
import { invalidContent } from './readContent.ts';
import { type OutputSpec, parameterTypes, type Step } from './runbook.ts';
import { text, tree } from './tree.ts';

/** `mainSteps`, in the order in which they run when none says otherwise. */
export function readSteps(value: unknown): readonly Step[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidContent('Document must have at least one step in "mainSteps".');
  }
  if (value.length > stepsMax) {
    throw invalidContent(`Document has more than ${stepsMax} steps.`);
  }
  const steps = value.map(readStep);
  const names = new Set<string>();
  for (const { name } of steps) {
    if (names.has(name)) throw invalidContent(`Step name "${name}" is not unique.`);
    names.add(name);
  }
  for (const step of steps) requireTargets(step, names);
  return steps;
}

/** Source: "AWS Systems Manager endpoints and quotas". */
const stepsMax = 100;

function readStep(value: unknown): Step {
  const step = tree(value, 'Step');
  const name = text(step.name, 'Step name');
  if (!stepName.test(name)) throw invalidContent(`Step name "${name}" is not valid.`);
  for (const member of Object.keys(step)) {
    if (!stepMembers.has(member)) {
      throw invalidContent(`Unknown element "${member}" in step: ${name}.`);
    }
  }
  const action = text(step.action, `Action of step: ${name}`);
  const inputs = step.inputs === undefined ? {} : tree(step.inputs, `Inputs of step: ${name}`);
  requireInputs(name, action, inputs);
  const onFailure = reaction(step.onFailure, `onFailure in step: ${name}`, ['Abort', 'Continue']);
  return {
    name,
    action,
    inputs,
    outputs: readOutputs(name, action, step.outputs),
    onFailure,
    onCancel: reaction(step.onCancel, `onCancel in step: ${name}`, ['Abort']),
    isEnd: flag(step.isEnd, false, `isEnd in step: ${name}`),
    isCritical: flag(step.isCritical, onFailure === 'Abort', `isCritical in step: ${name}`),
    ...(step.nextStep === undefined ? undefined : { nextStep: text(step.nextStep, 'nextStep') }),
    maxAttempts: count(step.maxAttempts, 10, `maxAttempts in step: ${name}`) ?? 1,
    ...timeout(name, action, step.timeoutSeconds),
  };
}

const stepName = /^[A-Za-z0-9_]{1,128}$/;

const stepMembers = new Set([
  'name',
  'action',
  'description',
  'inputs',
  'outputs',
  'onFailure',
  'onCancel',
  'isEnd',
  'isCritical',
  'nextStep',
  'maxAttempts',
  'timeoutSeconds',
]);

/** The inputs of each action: those that must be there, and those that may. */
const actions: Readonly<Record<string, { required: string[]; optional?: string[] }>> = {
  'aws:executeAwsApi': { required: ['Service', 'Api'] },
  'aws:assertAwsResourceProperty': {
    required: ['Service', 'Api', 'PropertySelector', 'DesiredValues'],
  },
  'aws:waitForAwsResourceProperty': {
    required: ['Service', 'Api', 'PropertySelector', 'DesiredValues'],
  },
  'aws:branch': { required: ['Choices'], optional: ['Default'] },
  'aws:sleep': { required: [], optional: ['Duration', 'Timestamp'] },
  'aws:approve': {
    required: ['Approvers'],
    optional: ['NotificationArn', 'Message', 'MinRequiredApprovals'],
  },
  'aws:executeScript': {
    required: ['Runtime', 'Handler', 'Script'],
    optional: ['InputPayload'],
  },
};

/** Calls take, besides their own inputs, those of the operation that they make. */
const isCall = (action: string) => actions[action]?.required[0] === 'Service';

function requireInputs(step: string, action: string, inputs: Record<string, unknown>) {
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!known) {
    if (!/^aws:[A-Za-z]{3,25}$/.test(action)) {
      throw invalidContent(`Action "${action}" in step: ${step} is not valid.`);
    }
    throw notImplemented(`the Automation action ${action}`);
  }
  const { required, optional = [] } = known;
  for (const name of required) {
    if (inputs[name] === undefined || inputs[name] === null) {
      throw invalidContent(`Required input "${name}" is missing in step: ${step}.`);
    }
  }
  for (const name of isCall(action) ? [] : Object.keys(inputs)) {
    if (required.includes(name) || optional.includes(name)) continue;
    throw name === 'Attachment'
      ? notImplemented(`${action}: ${name}`)
      : invalidContent(`Unknown input "${name}" in step: ${step}.`);
  }
  if (action === 'aws:branch') requireChoices(step, inputs.Choices);
  if (
    action === 'aws:sleep' &&
    (inputs.Duration === undefined) === (inputs.Timestamp === undefined)
  ) {
    throw invalidContent(`Exactly one of Duration and Timestamp is required in step: ${step}.`);
  }
}

function readOutputs(step: string, action: string, value: unknown): OutputSpec[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidContent(`Outputs of step: ${step} must be a list.`);
  if (action !== 'aws:executeAwsApi' && action !== 'aws:executeScript') {
    throw invalidContent(`Action ${action} in step: ${step} does not support outputs.`);
  }
  return value.map((item) => {
    const output = tree(item, `Output of step: ${step}`);
    const name = text(output.Name, `Output name in step: ${step}`);
    const type = output.Type === undefined ? 'String' : text(output.Type, 'Type');
    if (!parameterTypes.has(type)) {
      throw invalidContent(`Output "${name}" in step: ${step} has invalid type "${type}".`);
    }
    return { name, selector: text(output.Selector, `Selector in step: ${step}`), type };
  });
}

function reaction(value: unknown, what: string, words: readonly string[]): string {
  if (value === undefined) return 'Abort';
  const said = text(value, what);
  if (!words.includes(said) && !said.startsWith('step:')) {
    throw invalidContent(`Invalid value "${said}" of ${what}.`);
  }
  return said;
}

function flag(value: unknown, otherwise: boolean, what: string): boolean {
  if (value === undefined) return otherwise;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalidContent(`${what} must be a boolean.`);
}

function count(value: unknown, max: number, what: string): number | undefined {
  if (value === undefined) return undefined;
  const given = Number(value);
  if (Number.isInteger(given) && given >= 1 && given <= max) return given;
  throw invalidContent(`${what} must be an integer from 1 to ${max}.`);
}

function timeout(step: string, action: string, value: unknown) {
  const max = action === 'aws:executeScript' ? scriptSecondsMax : timeoutSecondsMax;
  const timeoutSeconds = count(value, max, `timeoutSeconds in step: ${step}`);
  return timeoutSeconds === undefined ? undefined : { timeoutSeconds };
}

/** A month: longer than anything that AWS lets wait. */
const timeoutSecondsMax = 2_592_000;
/** Source: the Automation action reference. */
const scriptSecondsMax = 600;

function requireTargets(step: Step, names: ReadonlySet<string>) {
  const targets = [step.nextStep, stepOf(step.onFailure), stepOf(step.onCancel)];
  if (step.action === 'aws:branch') targets.push(...choiceTargets(step.inputs));
  for (const target of targets) {
    if (target === undefined || names.has(target)) continue;
    throw invalidContent(`Step "${target}" is not defined, in step: ${step.name}.`);
  }
}

/** The step that `step:<name>` names. */
export function stepOf(said: string): string | undefined {
  return said.startsWith('step:') ? said.slice('step:'.length).trim() : undefined;
}
