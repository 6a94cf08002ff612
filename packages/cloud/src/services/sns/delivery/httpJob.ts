import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Context } from '../../../kernel/context.ts';
import { type JobKind, jobKind } from '../../../kernel/jobs.ts';
import { retryDelayMs } from '../deliveryPolicy.ts';
import { deadLetter, type Failure } from './deadLetter.ts';
import type { Delivery } from './delivery.ts';
import { bodyFor } from './envelope.ts';

/** Posts a message to an HTTP endpoint, again and again as the delivery policy says. */
export const httpJob: JobKind<Delivery, Posted | undefined> = jobKind({
  name: 'sns.http',
  concurrency: 16,
  perform: async (delivery, context) => {
    const body = await bodyFor(delivery, context);
    if (body === undefined) return undefined;
    const failure = await post(delivery, body, context);
    return failure ? { body, failure } : { body };
  },
  settle: ({ payload: delivery, outcome, error }, context) => {
    if (error) throw error;
    if (!outcome?.failure) return;
    const failures = delivery.failures + 1;
    const { failure, body } = outcome;
    const delayMs = failure.permanent ? undefined : retryDelayMs(delivery.target.retry, failures);
    if (delayMs === undefined) deadLetter(delivery, body, failure, context);
    else {
      context.schedule(httpJob, { ...delivery, failures }, { dueMs: context.nowMs + delayMs });
    }
  },
});

interface Posted {
  readonly body: string;
  readonly failure?: Failure;
}

/** SNS waits so long for the answer. The world outside has real time, whatever the clock says. */
const answerLimitMs = 15_000;
/** An answer's body is of no interest; a longer one is cut off. */
const answerBytesLimit = 64 * 1024;

/**
 * One attempt. The address is the subscriber's choice, as on AWS; redirects are not followed, so a
 * confirmed endpoint cannot point elsewhere. Resolves with the failure, if there was one.
 */
function post(delivery: Delivery, body: string, context: Context): Promise<Failure | undefined> {
  const { protocol, endpoint } = delivery.target;
  const url = new URL(endpoint);
  url.username = '';
  url.password = '';
  const options = {
    method: 'POST',
    headers: headersOf(delivery, body, context),
    agent: false as const,
    signal: AbortSignal.timeout(answerLimitMs),
  };
  return new Promise((resolve) => {
    const request = (protocol === 'https' ? requestHttps : requestHttp)(url, options);
    request.on('error', (error) => resolve(unreached(error)));
    request.on('response', (response) => {
      let bytes = 0;
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytesLimit) response.destroy();
      });
      resolve(failureOf(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

function headersOf(delivery: Delivery, body: string, context: Context): Record<string, string> {
  const { target, type, messageId } = delivery;
  const raw = target.raw && type === 'Notification';
  const { sealedCredentials, subscriptionArn } = target;
  const credentials = sealedCredentials && context.vault.open(sealedCredentials, subscriptionArn);
  return {
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': messageId,
    'x-amz-sns-topic-arn': target.topicArn,
    ...(type === 'SubscriptionConfirmation'
      ? undefined
      : { 'x-amz-sns-subscription-arn': subscriptionArn }),
    ...(raw ? { 'x-amz-sns-rawdelivery': 'true' } : undefined),
    'content-type': raw ? target.contentType : 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'accept-encoding': 'gzip,deflate',
    ...(credentials ? { authorization: `Basic ${credentials.toString('base64')}` } : undefined),
  };
}

function unreached(error: NodeJS.ErrnoException): Failure {
  return { code: error.code ?? error.name, message: error.message, permanent: false };
}

/** A server that is busy or broken is asked again; one that says no has been understood. */
function failureOf(status: number): Failure | undefined {
  if (status >= 200 && status < 300) return undefined;
  const permanent = status !== 429 && status >= 300 && status < 500;
  return { code: String(status), message: `The endpoint answered ${status}.`, permanent };
}
