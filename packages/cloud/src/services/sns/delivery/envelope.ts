import type { Context } from '../../../kernel/context.ts';
import type { Delivery } from './delivery.ts';
import { linkToken } from './linkToken.ts';
import { signerOf } from './signer.ts';

/**
 * The signed JSON text that HTTP and SQS subscribers receive, byte for byte as SNS lays it out.
 * Undefined for a confirmation that nobody waits for any more.
 * Source: "Amazon SNS message and JSON formats" in the SNS Developer Guide.
 */
export async function envelope(delivery: Delivery, context: Context): Promise<string | undefined> {
  const token = delivery.type === 'Notification' ? undefined : linkToken(delivery, context);
  if (delivery.type !== 'Notification' && token === undefined) return undefined;
  const signer = await signerOf(context);
  const { signatureVersion } = delivery.target;
  const signature = signer.sign(
    signedText(delivery, context.settings.endpoint, token),
    signatureVersion,
  );
  return layOut(
    [
      ...fieldsBeforeTime(delivery, context.settings.endpoint, token),
      ['Timestamp', timeOf(delivery)],
      ['SignatureVersion', signatureVersion],
      ['Signature', signature],
      ['SigningCertURL', signer.certificateUrl],
      ...(token === undefined
        ? [['UnsubscribeURL', unsubscribeUrl(delivery, context.settings.endpoint)] as const]
        : []),
    ],
    delivery.attributes,
  );
}

/** What the message itself is: raw subscribers receive nothing else. */
export async function bodyFor(delivery: Delivery, context: Context): Promise<string | undefined> {
  const raw = delivery.target.raw && delivery.type === 'Notification';
  return raw ? delivery.message : envelope(delivery, context);
}

type Field = readonly [name: string, value: string];

function fieldsBeforeTime(
  { type, messageId, target, subject, message }: Delivery,
  endpoint: string,
  token: string | undefined,
): Field[] {
  const topic: Field = ['TopicArn', target.topicArn];
  const start: Field[] = [
    ['Type', type],
    ['MessageId', messageId],
  ];
  if (token === undefined) {
    const titled: Field[] = subject === undefined ? [] : [['Subject', subject]];
    return [...start, topic, ...titled, ['Message', message]];
  }
  const url = subscribeUrl(target.topicArn, endpoint, token);
  return [...start, ['Token', token], topic, ['Message', message], ['SubscribeURL', url]];
}

/** The fields that are signed are those before the time, and the time, in the order of names. */
function signedText(delivery: Delivery, endpoint: string, token: string | undefined): string {
  const fields = fieldsBeforeTime(delivery, endpoint, token);
  fields.push(['Timestamp', timeOf(delivery)]);
  fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return fields.map(([name, value]) => `${name}\n${value}\n`).join('');
}

function layOut(fields: readonly Field[], attributes: Delivery['attributes']): string {
  const lines = fields.map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  const named = Object.entries(attributes).map(
    ([name, { Type, Value }]) => `    ${JSON.stringify(name)} : ${JSON.stringify({ Type, Value })}`,
  );
  if (named.length > 0) lines.push(`  "MessageAttributes" : {\n${named.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
}

function timeOf({ timeMs }: Delivery): string {
  return new Date(timeMs).toISOString();
}

function subscribeUrl(topicArn: string, endpoint: string, token: string): string {
  return `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}

function unsubscribeUrl({ target }: Delivery, endpoint: string): string {
  return `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${target.subscriptionArn}`;
}
