import { AwsError } from '../../../kernel/error.ts';
import { type JobKind, jobKind } from '../../../kernel/jobs.ts';
import { deadLetter, serviceOf } from './deadLetter.ts';
import type { Delivery } from './delivery.ts';
import { envelope } from './envelope.ts';

/**
 * Hands a message to a function, which has it as an event of its own. What the function's policy
 * does not let in is not tried again.
 * Source: "Invoking Lambda functions with Amazon SNS notifications", AWS Lambda developer guide.
 */
export const functionJob: JobKind<Delivery, string | undefined> = jobKind({
  name: 'sns.function',
  concurrency: 16,
  perform: envelope,
  settle: ({ payload: delivery, outcome: text, error }, context) => {
    if (error) throw error;
    if (text === undefined) return;
    const { endpoint } = delivery.target;
    const Payload = Buffer.from(JSON.stringify(eventOf(delivery, JSON.parse(text))));
    const input = { FunctionName: endpoint, InvocationType: 'Event', Payload };
    try {
      context
        .in({ region: endpoint.split(':')[3]! })
        .call('lambda', 'Invoke', input, { caller: serviceOf(delivery, context) });
    } catch (refusal) {
      if (!(refusal instanceof AwsError)) throw refusal;
      const { code, message } = refusal;
      deadLetter(delivery, text, { code, message, permanent: true }, context);
    }
  },
});

/** Functions see the same fields as other subscribers, two of them under another name. */
function eventOf({ target }: Delivery, fields: Record<string, unknown>) {
  const { SigningCertURL, UnsubscribeURL, ...rest } = fields;
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: target.subscriptionArn,
        Sns: {
          Subject: null,
          ...rest,
          SigningCertUrl: SigningCertURL,
          UnsubscribeUrl: UnsubscribeURL,
          MessageAttributes: rest.MessageAttributes ?? {},
        },
      },
    ],
  };
}
