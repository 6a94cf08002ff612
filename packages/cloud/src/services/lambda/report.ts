import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import type { Execution } from './execute.ts';
import { writeLogs } from './writeLogs.ts';

/** In a transaction: the logs and the metrics of an execution. */
export function report(execution: Execution, context: Context) {
  writeLogs(execution.version, execution.logStream, logLines(execution, context), context);
  const { version, isError, usage } = execution;
  publish(version.functionName, context, [
    { MetricName: 'Invocations', Value: 1, Unit: 'Count' },
    { MetricName: 'Errors', Value: isError ? 1 : 0, Unit: 'Count' },
    { MetricName: 'Duration', Value: usage.durationMs, Unit: 'Milliseconds' },
    { MetricName: 'Throttles', Value: 0, Unit: 'Count' },
  ]);
}

/** In a transaction: an event that found no process. */
export function reportThrottle(functionName: string, context: Context) {
  publish(functionName, context, [{ MetricName: 'Throttles', Value: 1, Unit: 'Count' }]);
}

/** What Lambda writes to the log of an execution: what the code printed, and around it its own. */
export function logLines(execution: Execution, context: Context): string[] {
  const { requestId, version, output, outcome } = execution;
  const own = [`END RequestId: ${requestId}`, reportLine(execution)];
  if (outcome === 'timeout') {
    const time = new Date(context.nowMs).toISOString();
    const limit = version.timeoutSeconds.toFixed(2);
    own.unshift(`${time} ${requestId} Task timed out after ${limit} seconds`);
  } else if (outcome !== 'answer' && outcome !== 'error') {
    const { errorMessage, errorType } = JSON.parse(execution.payload);
    own.unshift(`${errorMessage}\n${errorType}`);
  }
  return [`START RequestId: ${requestId} Version: ${version.version}`, ...output, ...own];
}

function reportLine({ requestId, version, usage, outcome }: Execution): string {
  const { durationMs, initMs, memoryUsedMb } = usage;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${version.memoryMb} MB`,
    `Max Memory Used: ${memoryUsedMb} MB`,
  ];
  if (initMs !== undefined) parts.push(`Init Duration: ${initMs.toFixed(2)} ms`);
  if (outcome === 'timeout') parts.push('Status: timeout');
  if (outcome === 'memory') parts.push('Status: error', 'Error Type: Runtime.OutOfMemory');
  if (outcome === 'exit') parts.push('Status: error', 'Error Type: Runtime.ExitError');
  return `${parts.join('\t')}\t`;
}

interface Sample {
  readonly MetricName: string;
  readonly Value: number;
  readonly Unit: string;
}

/** Of the function, and of all functions together. */
function publish(functionName: string, context: Context, samples: readonly Sample[]) {
  const Timestamp = new Date(context.nowMs);
  const Dimensions = [{ Name: 'FunctionName', Value: functionName }];
  const MetricData = samples.flatMap((sample) => [
    { ...sample, Timestamp, Dimensions },
    { ...sample, Timestamp },
  ]);
  const caller = housekeeper('lambda.amazonaws.com', context.accountId);
  context.call('cloudwatch', 'PutMetricData', { Namespace: 'AWS/Lambda', MetricData }, { caller });
}
