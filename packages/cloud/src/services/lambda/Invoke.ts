import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { acceptEvent } from './asyncEvent.ts';
import { type Execution, execute } from './execute.ts';
import { accessToFunction, find } from './onFunction.ts';
import { tooLarge } from './problems.ts';
import { logLines, report, reportThrottle } from './report.ts';

/** Has a function handle an event: now, with its answer, or later (`Event`). */
export const Invoke = operation<InvocationRequest, InvocationResponse, Execution | undefined>({
  accepts: ['FunctionName', 'Qualifier', 'InvocationType', 'LogType', 'Payload'],
  action: 'lambda:InvokeFunction',
  ...accessToFunction,
  event: 'Data',
  readOnly: false,
  record: {
    request: ({ FunctionName, Qualifier, InvocationType, LogType }) => ({
      functionName: FunctionName,
      ...(InvocationType === undefined ? undefined : { invocationType: InvocationType }),
      ...(LogType === undefined ? undefined : { logType: LogType }),
      ...(Qualifier === undefined ? undefined : { qualifier: Qualifier }),
    }),
    response: () => null,
    resources: (input, _output, context) => [
      {
        accountId: context.accountId,
        type: 'AWS::Lambda::Function',
        ARN: accessToFunction.resource(input, context),
      },
    ],
  },
  prepare: async (input, context) => {
    const { fn, version, qualifier } = find(input, context);
    const event = eventOf(input);
    if (kindOf(input) !== 'RequestResponse') return undefined;
    const task = { fn, version, qualifier, requestId: context.requestId, event };
    try {
      return await execute(task, { mayWait: false }, context);
    } catch (error) {
      const isThrottle = error instanceof AwsError && error.code === 'TooManyRequestsException';
      if (isThrottle) context.transact(() => reportThrottle(fn.name, context));
      throw error;
    }
  },
  run: (input, context, execution) => {
    if (execution) return answer(execution, input, context);
    const kind = kindOf(input);
    if (kind === 'RequestResponse') throw notImplemented('Invoke: RequestResponse within a call');
    const { fn, version, qualifier } = find(input, context);
    if (kind === 'DryRun') return { StatusCode: 204, ExecutedVersion: version.version };
    const { requestId } = context;
    acceptEvent({ functionName: fn.name, qualifier, requestId, event: eventOf(input) }, context);
    return { StatusCode: 202 };
  },
});

function answer(execution: Execution, { LogType }: InvocationRequest, context: Context) {
  report(execution, context);
  const { payload, isError, version } = execution;
  return {
    StatusCode: 200,
    ...(isError ? { FunctionError: 'Unhandled' } : undefined),
    ...(LogType === 'Tail' ? { LogResult: tailOf(execution, context) } : undefined),
    ExecutedVersion: version.version,
    Payload: Buffer.from(payload),
  } as InvocationResponse;
}

/** The last 4 KB of the log, in base64. */
function tailOf(execution: Execution, context: Context): string {
  const text = Buffer.from(`${logLines(execution, context).join('\n')}\n`);
  return text.subarray(-tailBytes).toString('base64');
}

const tailBytes = 4_096;

const kindOf = ({ InvocationType = 'RequestResponse' }: InvocationRequest) => InvocationType;

/** JSON text. Throws InvalidRequestContentException, RequestTooLargeException. */
function eventOf(input: InvocationRequest): string {
  const payload = input.Payload ?? emptyEvent;
  const maxBytes = kindOf(input) === 'Event' ? eventMaxBytes : requestMaxBytes;
  if (payload.length > maxBytes) {
    throw tooLarge(
      `${payload.length} byte payload is too large for the ${kindOf(input)} invocation type (limit ${maxBytes} bytes)`,
    );
  }
  const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString();
  try {
    JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { fields: { Type: 'User' } },
    );
  }
  return text === '' ? '{}' : text;
}

const emptyEvent = Buffer.from('{}');

/** Lambda quotas. */
const requestMaxBytes = 6_291_456;
const eventMaxBytes = 1_048_576;
