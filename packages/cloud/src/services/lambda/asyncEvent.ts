import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type JobKind, jobKind } from '../../kernel/jobs.ts';
import { type Failure, giveUp, tellSuccess } from './destinations.ts';
import { type Execution, execute } from './execute.ts';
import { report, reportThrottle } from './report.ts';
import { findVersion, functions, invokeConfigs, latest, qualified } from './state.ts';

/** An event that waits for its function. */
export interface AsyncEvent {
  readonly functionName: string;
  readonly qualifier?: string | undefined;
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly acceptedMs: number;
  /** How often the function had it. */
  readonly attempts: number;
  /** How often there was no process for it. */
  readonly throttles: number;
}

/** In a transaction: has an event handled after the commit, and again if that fails. */
export function acceptEvent(
  accepted: Pick<AsyncEvent, 'functionName' | 'qualifier' | 'requestId' | 'event'>,
  context: Context,
) {
  const event = { ...accepted, acceptedMs: context.nowMs, attempts: 0, throttles: 0 };
  context.schedule<AsyncEvent>(asyncEventJob, event);
}

export const asyncEventJob: JobKind<AsyncEvent, Execution | undefined> = jobKind({
  name: 'lambda.event',
  concurrency: 10,
  async perform(event, context) {
    const { functionName, qualifier, requestId } = event;
    const fn = context.table(functions).get(functionName);
    const version = fn && findVersion(context, functionName, qualifier);
    // The function was deleted meanwhile: nobody is left to handle the event.
    if (!version) return undefined;
    const task = { fn, version, qualifier, requestId, event: event.event };
    return execute(task, { mayWait: true }, context);
  },
  settle({ payload: event, outcome: execution, error }, context) {
    if (error) settleRefusal(event, error, context);
    else if (execution) settleExecution(event, execution, context);
  },
});

function settleExecution(before: AsyncEvent, execution: Execution, context: Context) {
  report(execution, context);
  const event = { ...before, attempts: before.attempts + 1 };
  const config = configOf(event, context);
  if (!execution.isError) {
    tellSuccess({ event, execution, config }, context);
    return;
  }
  const dueMs = context.nowMs + (retryDelaysMs[event.attempts - 1] ?? retryDelaysMs.at(-1)!);
  const isLast = event.attempts > config.maximumRetryAttempts;
  const isOld = dueMs - event.acceptedMs > config.maximumEventAgeSeconds * 1_000;
  if (!isLast && !isOld) {
    context.schedule<AsyncEvent>(asyncEventJob, event, { dueMs });
    return;
  }
  const condition = isLast ? 'RetriesExhausted' : 'EventAgeExceeded';
  giveUp({ event, execution, config, condition }, context);
}

/** There was no process, or Lambda could not become the role: that counts as no attempt. */
function settleRefusal(before: AsyncEvent, error: Error, context: Context) {
  if (!(error instanceof AwsError)) throw error;
  if (error.code === 'TooManyRequestsException') reportThrottle(before.functionName, context);
  const event = { ...before, throttles: before.throttles + 1 };
  const dueMs = context.nowMs + Math.min(1_000 * 2 ** before.throttles, throttleDelayMaxMs);
  const config = configOf(event, context);
  if (dueMs - event.acceptedMs <= config.maximumEventAgeSeconds * 1_000) {
    context.schedule<AsyncEvent>(asyncEventJob, event, { dueMs });
  } else giveUp({ event, config, condition: 'EventAgeExceeded' }, context);
}

function configOf(
  { functionName, qualifier = latest }: AsyncEvent,
  context: Context,
): Failure['config'] {
  const own = context.table(invokeConfigs).get(qualified(functionName, qualifier));
  return { maximumRetryAttempts: 2, maximumEventAgeSeconds: 6 * 3_600, ...own };
}

/** "How Lambda handles errors and retries with asynchronous invocation". */
const retryDelaysMs = [60_000, 120_000];
const throttleDelayMaxMs = 300_000;
