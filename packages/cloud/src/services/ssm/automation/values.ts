import type { Context } from '../../../kernel/context.ts';
import { isoSeconds } from '../../../kernel/isoTime.ts';
import { asTexts } from '../document/parameterValue.ts';
import type { Runbook } from '../document/runbook.ts';
import { type Execution, stepRuns } from './state.ts';

/** A reference to what is not there: a step that did not run, an output that it did not give. */
export class Unresolved extends Error {}

/** What references of an execution mean now. A step that ran more than once tells its last run. */
export function valuesOf(execution: Execution, context: Context): (name: string) => unknown {
  return (name) => {
    if (Object.hasOwn(execution.parameters, name)) return execution.parameters[name];
    const value = systemValue(name, execution, context) ?? outputOf(name, execution, context);
    if (value === undefined) {
      throw new Unresolved(`Value of "{{ ${name} }}" is not available in the automation.`);
    }
    return value;
  };
}

function systemValue(name: string, { id }: Execution, context: Context): string | undefined {
  const time = isoSeconds(context.nowMs);
  switch (name) {
    case 'global:DATE':
      return time.slice(0, 10);
    case 'global:DATE_TIME':
      return `${time.slice(0, 10)}_${time.slice(11, 19).replaceAll(':', '.')}`;
    case 'global:REGION':
      return context.region;
    case 'global:ACCOUNT_ID':
      return context.accountId;
    case 'automation:EXECUTION_ID':
      return id;
    default:
      return undefined;
  }
}

function outputOf(name: string, { id }: Execution, context: Context): unknown {
  const dot = name.indexOf('.');
  const step = name.slice(0, dot);
  const output = name.slice(dot + 1);
  const runs = context.table(stepRuns).find('execution', id);
  const run = runs.findLast((one) => one.name === step && one.endMs !== undefined);
  return run?.outputs && Object.hasOwn(run.outputs, output) ? run.outputs[output] : undefined;
}

/** The `Outputs` of an execution that ends: those of its steps that it has. */
export function outputsOf(execution: Execution, { outputs }: Runbook, context: Context) {
  const values: Record<string, readonly string[]> = {};
  for (const written of outputs) {
    const name = written.replaceAll(/[{}\s]/g, '');
    const value = name.includes('.') ? outputOf(name, execution, context) : undefined;
    if (value !== undefined) values[name] = asTexts(value);
  }
  return values;
}
