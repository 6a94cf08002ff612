import type { Context } from '../../kernel/context.ts';
import { type Outcome, runtime, type Usage } from '../../runtime/index.ts';
import { conflict } from './problems.ts';
import { environmentKey, startEnvironment } from './startEnvironment.ts';
import { functionArn, type LambdaFunction, type Version } from './state.ts';
import { workers } from './workers.ts';

/** An event for a version. */
export interface Task {
  readonly fn: LambdaFunction;
  readonly version: Version;
  readonly qualifier: string | undefined;
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
}

/** What came of it. */
export interface Execution {
  readonly version: Version;
  readonly requestId: string;
  readonly payload: string;
  readonly isError: boolean;
  readonly outcome: Outcome['kind'];
  readonly usage: Usage;
  readonly logStream: string;
  readonly output: readonly string[];
}

/**
 * Has an event handled by a process of the version.
 * @throws TooManyRequestsException, ResourceConflictException, AccessDeniedException
 */
export async function execute(
  { fn, version, qualifier, requestId, event }: Task,
  { mayWait }: { readonly mayWait: boolean },
  context: Context,
): Promise<Execution> {
  if (version.isNew && context.nowMs < version.readyMs) {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
  const pool = context.memory(runtime) && context.memory(workers);
  const environment = await pool.take({
    functionArn: fn.arn,
    key: environmentKey(version),
    nowMs: context.nowMs,
    reserved: fn.reservedConcurrency,
    start: () => startEnvironment(version, fn.arn, context),
    mayWait,
  });
  const { outcome, usage } = await environment.worker.invoke({
    requestId,
    event,
    timeoutMs: version.timeoutSeconds * 1_000,
    functionArn: functionArn(context, fn.name, qualifier),
    traceId: traceId(context),
  });
  const output = environment.output.splice(0);
  pool.giveBack(environment);
  return {
    version,
    requestId,
    payload: payloadOf(outcome, requestId, version),
    isError: outcome.kind !== 'answer',
    outcome: outcome.kind,
    usage,
    logStream: environment.logStream,
    output,
  };
}

function payloadOf(outcome: Outcome, requestId: string, { timeoutSeconds }: Version): string {
  if ('payload' in outcome) return outcome.payload;
  if (outcome.kind === 'timeout') {
    const limit = timeoutSeconds.toFixed(2);
    return JSON.stringify({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${limit} seconds`,
    });
  }
  return JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${howItEnded(outcome)}`,
  });
}

function howItEnded(outcome: Outcome): string {
  if (outcome.kind === 'memory') return 'with error: signal: killed';
  if (outcome.kind !== 'exit' || outcome.code === 0) return 'without providing a reason';
  if (outcome.code !== null) return `with error: exit status ${outcome.code}`;
  return `with error: signal: ${signalNames[outcome.signal ?? ''] ?? 'killed'}`;
}

const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

function traceId({ nowMs, ids }: Context): string {
  const seconds = Math.floor(nowMs / 1_000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${ids.hex(24)};Parent=${ids.hex(16)};Sampled=0`;
}
