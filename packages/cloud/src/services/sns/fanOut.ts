import { matches } from '@tocsin/engine/subscription';
import type { Context } from '../../kernel/context.ts';
import { notification } from './delivery/delivery.ts';
import { send } from './delivery/send.ts';
import type { Message } from './message.ts';
import { type Subscription, subscriptionsOf, type Topic } from './state.ts';
import { filterOf } from './subscriptionAttributes.ts';

/** Sends a message to every confirmed subscription whose filter it passes. Gives its id. */
export function fanOut(message: Message, topic: Topic, context: Context): string {
  const messageId = context.ids.uuid();
  const { subject, attributes } = message;
  for (const subscription of subscriptionsOf(context, topic.arn)) {
    if (subscription.state !== 'confirmed') continue;
    const text = message.text(subscription.protocol);
    if (!passes(subscription, text, message)) continue;
    const published = {
      messageId,
      timeMs: context.nowMs,
      ...(subject === undefined ? undefined : { subject }),
      message: text,
      attributes,
    };
    send(notification(published, topic, subscription), context);
  }
  return messageId;
}

function passes({ settings }: Subscription, body: string, message: Message): boolean {
  const filter = filterOf(settings);
  if (!filter) return true;
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).map(([name, { Type, Value }]) => [
      name,
      { type: Type, value: Value },
    ]),
  );
  return matches(filter, { attributes, body });
}
