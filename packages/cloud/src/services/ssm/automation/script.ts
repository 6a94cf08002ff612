import type { Context } from '../../../kernel/context.ts';
import { type Outcome, RuntimeUnavailable, runtime } from '../../../runtime/index.ts';
import { serviceName, sessionName, unassumable } from './actor.ts';
import type { Failure } from './failure.ts';
import type { Execution, StepRun } from './state.ts';

/** What a script gave: `OutputPayload` and `ExecutionLog`, as AWS names them. */
export type ScriptResult =
  | { readonly outputs: ScriptOutputs }
  | {
      readonly failed: Pick<Failure, 'status' | 'type' | 'message'>;
      readonly outputs?: ScriptOutputs;
    };

interface ScriptOutputs extends Readonly<Record<string, unknown>> {
  readonly OutputPayload?: { readonly Payload: unknown };
  readonly ExecutionLog: string;
}

/**
 * Runs the script of a step in a process of its own. Its environment has credentials of the
 * execution's role, or of whoever started it.
 */
export async function runScript(
  execution: Execution,
  { inputs, id }: StepRun,
  timeoutSeconds: number,
  context: Context,
): Promise<ScriptResult> {
  const { Runtime, Handler, Script, InputPayload = {} } = inputs;
  const text = String(Script);
  const lines: string[] = [];
  const environment = environmentOf(execution, timeoutSeconds, context);
  if (!environment) return failed('AccessDenied', unassumable);
  const file = fileOf(String(Runtime), text);
  const worker = await context
    .memory(runtime)
    .start({
      runtime: String(Runtime),
      code: { key: `ssm/${execution.id}/${id}`, files: () => ({ [file]: Buffer.from(text) }) },
      handler: `script.${Handler}`,
      memoryMb,
      environment,
      onOutput: (line) => lines.push(line),
    })
    .catch((error: unknown) => {
      if (error instanceof RuntimeUnavailable) return error;
      throw error;
    });
  if (worker instanceof RuntimeUnavailable) return failed('RuntimeUnavailable', worker.message);
  const { outcome } = await worker.invoke({
    requestId: execution.id,
    event: JSON.stringify(InputPayload),
    timeoutMs: timeoutSeconds * 1000,
    functionArn: '',
  });
  worker.stop();
  return resultOf(outcome, lines.join('\n').slice(0, logCharactersMax), timeoutSeconds);
}

/** Source: the Automation action reference, aws:executeScript. */
const memoryMb = 512;
const logCharactersMax = 100_000;

/** Python's name is free; Node tells modules by their name. */
function fileOf(runtimeName: string, text: string): string {
  if (runtimeName.startsWith('python')) return 'script.py';
  return /^\s*(?:import|export)\b/m.test(text) ? 'script.mjs' : 'script.js';
}

function resultOf(outcome: Outcome, log: string, timeoutSeconds: number): ScriptResult {
  const outputs = { ExecutionLog: log };
  switch (outcome.kind) {
    case 'answer':
      return { outputs: { OutputPayload: { Payload: JSON.parse(outcome.payload) }, ...outputs } };
    case 'error': {
      const { errorType, errorMessage } = JSON.parse(outcome.payload) as Record<string, string>;
      return { ...failed('UserCodeError', `${errorType}: ${errorMessage}`), outputs };
    }
    case 'timeout': {
      const message = `Step timed out after ${timeoutSeconds} seconds.`;
      return { failed: { status: 'TimedOut', type: 'TimedOut', message }, outputs };
    }
    case 'memory':
      return { ...failed('OutOfMemory', `The script used more than ${memoryMb} MB.`), outputs };
    default:
      return { ...failed('UserCodeError', 'The script ended its process.'), outputs };
  }
}

const failed = (type: string, message: string) => ({
  failed: { status: 'Failed' as const, type, message },
});

function environmentOf(execution: Execution, timeoutSeconds: number, context: Context) {
  const credentials = credentialsOf(execution, timeoutSeconds, context);
  if (!credentials) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_ENDPOINT_URL: context.settings.endpoint,
    AWS_EXECUTION_ENV: serviceName,
  };
}

function credentialsOf({ actor, id }: Execution, timeoutSeconds: number, context: Context) {
  const { accountId, identities } = context;
  const durationSeconds = Math.max(900, timeoutSeconds);
  return context.transact(() => {
    if (!('accessKeyId' in actor)) {
      const role = identities.role(actor.roleArn);
      const of = role && { role, sessionName: sessionName(id) };
      return of && identities.openSession({ accountId, durationSeconds, of });
    }
    const own = identities.credential(actor.accessKeyId);
    if (!own || own.sessionToken !== undefined) return own;
    return identities.openSession({ accountId, durationSeconds, of: { user: own.identity } });
  });
}
