import type { Context } from '../../../kernel/context.ts';
import type { Delivery } from './delivery.ts';
import { envelope } from './envelope.ts';
import { linkToken } from './linkToken.ts';

/** A mail before it leaves. */
export interface Letter {
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The mail for a delivery; undefined for a confirmation that nobody waits for any more. */
export async function letterFor(delivery: Delivery, context: Context): Promise<Letter | undefined> {
  const { protocol } = delivery.target;
  const text = await (protocol === 'email-json' ? envelope : plainText)(delivery, context);
  if (text === undefined) return undefined;
  return {
    fromName: delivery.target.displayName || 'AWS Notifications',
    to: delivery.target.endpoint,
    subject: delivery.subject ?? subjects[delivery.type],
    text,
  };
}

const subjects = {
  Notification: 'AWS Notification Message',
  SubscriptionConfirmation: 'AWS Notification - Subscription Confirmation',
  UnsubscribeConfirmation: 'AWS Notification - Unsubscribe Confirmation',
} as const;

function plainText(delivery: Delivery, context: Context): string | undefined {
  const { endpoint } = context.settings;
  if (delivery.type === 'Notification') return notificationText(delivery, endpoint);
  const token = linkToken(delivery, context);
  if (token === undefined) return undefined;
  const link = confirmationLink(delivery.target, token, endpoint);
  return delivery.type === 'SubscriptionConfirmation'
    ? confirmationText(delivery, link)
    : farewellText(delivery, link);
}

/** The lines are SNS's own; some of them really end in a space. */
function notificationText({ message, target }: Delivery, endpoint: string): string {
  return lines(
    message,
    '',
    '--',
    'If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:',
    unsubscribeLink(target, endpoint),
    '',
    'Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support',
  );
}

function confirmationText({ target }: Delivery, link: string): string {
  return lines(
    'You have chosen to subscribe to the topic: ',
    target.topicArn,
    '',
    'To confirm this subscription, click or visit the link below (If this was in error no action is necessary): ',
    link,
    '',
    'Please do not reply directly to this email. If you wish to remove yourself from receiving all future SNS subscription confirmation requests please send an email to sns-opt-out',
  );
}

function farewellText({ target }: Delivery, link: string): string {
  return lines(
    'Your subscription to the topic below has been deactivated: ',
    target.topicArn,
    '',
    'If this was in error or you wish to resubscribe, click or visit the link below: ',
    link,
    '',
    'Please do not reply directly to this email.',
  );
}

function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}

interface Linked {
  readonly topicArn: string;
  readonly endpoint: string;
}

/** The page that confirms, or restores, a subscription. */
export function confirmationLink(of: Linked, token: string, endpoint: string): string {
  const query = `TopicArn=${of.topicArn}&Token=${token}&Endpoint=${queryValue(of.endpoint)}`;
  return `${endpoint}/confirmation.html?${query}`;
}

/** The page that ends a subscription. */
export function unsubscribeLink(
  of: { readonly subscriptionArn: string; readonly endpoint: string },
  endpoint: string,
): string {
  const query = `SubscriptionArn=${of.subscriptionArn}&Endpoint=${queryValue(of.endpoint)}`;
  return `${endpoint}/unsubscribe.html?${query}`;
}

/** SNS leaves the @ of an address readable. */
function queryValue(value: string): string {
  return encodeURIComponent(value).replaceAll('%40', '@');
}
