import { roleCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { AsyncEvent } from './asyncEvent.ts';
import type { Execution } from './execute.ts';
import { findVersion, functionArn, type InvokeConfig, latest } from './state.ts';

export interface Settled {
  readonly event: AsyncEvent;
  readonly execution?: Execution;
  readonly config: Pick<InvokeConfig, 'onSuccess' | 'onFailure'> & {
    readonly maximumRetryAttempts: number;
    readonly maximumEventAgeSeconds: number;
  };
}

export interface Failure extends Settled {
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
}

export function tellSuccess(settled: Settled, context: Context) {
  const { onSuccess } = settled.config;
  if (onSuccess) send(onSuccess, 'Success', settled, context);
}

/** An event that failed for the last time goes to the dead-letter queue and to OnFailure. */
export function giveUp(failure: Failure, context: Context) {
  const { event, config, condition } = failure;
  const version = findVersion(context, event.functionName, event.qualifier);
  if (version?.deadLetterArn) sendDeadLetter(version.deadLetterArn, failure, context);
  if (config.onFailure) send(config.onFailure, condition, failure, context);
}

function sendDeadLetter(arn: string, { event, execution }: Failure, context: Context) {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const { errorMessage = '' } = execution ? JSON.parse(execution.payload) : {};
  const MessageAttributes = {
    RequestID: text(event.requestId),
    ErrorCode: { DataType: 'Number', StringValue: execution ? '200' : '429' },
    ErrorMessage: text(String(errorMessage).slice(0, 1_024) || 'Rate Exceeded.'),
  };
  deliver(arn, event, { text: event.event, MessageAttributes }, context);
}

function send(arn: string, condition: string, { event, execution }: Settled, context: Context) {
  const isError = execution?.isError ?? true;
  const record = {
    version: '1.0',
    timestamp: new Date(context.nowMs).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: functionArn(context, event.functionName, event.qualifier ?? latest),
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: JSON.parse(event.event),
    ...(execution
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: execution.version.version,
            ...(isError ? { functionError: 'Unhandled' } : undefined),
          },
          responsePayload: JSON.parse(execution.payload),
        }
      : undefined),
  };
  deliver(arn, event, { text: JSON.stringify(record), isError }, context);
}

interface Parcel {
  readonly text: string;
  readonly MessageAttributes?: object;
  readonly isError?: boolean;
}

/** As the function's role. What that may not do is lost, as on AWS. */
function deliver(arn: string, event: AsyncEvent, parcel: Parcel, context: Context) {
  const version = findVersion(context, event.functionName, event.qualifier);
  const service = 'lambda.amazonaws.com';
  const identity =
    version && context.identities.serviceSession(version.role, service, event.functionName);
  if (!identity) return;
  const [name, operation, input] = callFor(arn, event, parcel, context);
  try {
    context.call(name, operation, input, { caller: roleCaller(identity, service) });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function callFor(
  arn: string,
  event: AsyncEvent,
  { text, MessageAttributes, isError }: Parcel,
  context: Context,
): [service: string, operation: string, input: object] {
  const [, , service, , accountId, resource] = arn.split(':');
  const attributes = MessageAttributes ? { MessageAttributes } : undefined;
  if (service === 'sns') return ['sns', 'Publish', { TopicArn: arn, Message: text, ...attributes }];
  if (service === 'sqs') {
    const QueueUrl = `${context.settings.endpoint}/${accountId}/${resource}`;
    return ['sqs', 'SendMessage', { QueueUrl, MessageBody: text, ...attributes }];
  }
  if (service === 'lambda') {
    const Payload = Buffer.from(text);
    return ['lambda', 'Invoke', { FunctionName: arn, InvocationType: 'Event', Payload }];
  }
  const entry = {
    EventBusName: arn,
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${isError ? 'Failure' : 'Success'}`,
    Detail: text,
    Resources: [arn, functionArn(context, event.functionName, event.qualifier ?? latest)],
  };
  return ['events', 'PutEvents', { Entries: [entry] }];
}
