import {
  type FilterPolicy,
  FilterPolicyError,
  parseFilterPolicy,
} from '@tocsin/engine/subscription';
import { notImplemented } from '../../kernel/error.ts';
import {
  DeliveryPolicyError,
  defaultTopicDeliveryPolicy,
  subscriptionDeliveryPolicy,
} from './deliveryPolicy.ts';
import { queueArn } from './endpoint.ts';
import {
  invalid,
  type Protocol,
  type Subscription,
  type SubscriptionSettings,
  type Topic,
} from './state.ts';
import { deliveryPolicyOf } from './topicAttributes.ts';

/**
 * The settings with attributes set. Subscribe and SetSubscriptionAttributes word a refusal
 * differently: `reason` puts the fault into the operation's words.
 */
export function withSubscriptionAttributes(
  settings: SubscriptionSettings,
  protocol: Protocol,
  attributes: Readonly<Record<string, string>>,
  reason: (fault: string) => string,
): SubscriptionSettings {
  try {
    const changed = Object.entries(attributes).reduce(
      (before, [name, value]) => withAttribute(before, protocol, name, value),
      settings,
    );
    if (changed.filterPolicy !== undefined) compiled(changed);
    return changed;
  } catch (error) {
    if (error instanceof FilterPolicyError) throw invalid(reason(error.reason));
    if (error instanceof AttributeError || error instanceof DeliveryPolicyError) {
      throw invalid(reason(error.message));
    }
    throw error;
  }
}

/** What GetSubscriptionAttributes answers. */
export function subscriptionAttributes(
  subscription: Subscription,
  topic: Topic,
): Record<string, string> {
  const { settings, protocol } = subscription;
  const { filterPolicy, filterPolicyScope, deliveryPolicy, redrivePolicy } = settings;
  const http = protocol === 'http' || protocol === 'https';
  return {
    SubscriptionPrincipal: subscription.principal,
    Owner: subscription.owner,
    RawMessageDelivery: String(settings.rawMessageDelivery),
    TopicArn: subscription.topicArn,
    Endpoint: subscription.endpoint,
    ...(http ? { EffectiveDeliveryPolicy: effectiveDeliveryPolicy(settings, topic) } : undefined),
    ...(deliveryPolicy ? { DeliveryPolicy: deliveryPolicy } : undefined),
    ...(filterPolicy
      ? { FilterPolicy: filterPolicy, FilterPolicyScope: filterPolicyScope ?? 'MessageAttributes' }
      : undefined),
    ...(redrivePolicy ? { RedrivePolicy: redrivePolicy } : undefined),
    Protocol: protocol,
    PendingConfirmation: String(subscription.state === 'pending'),
    ConfirmationWasAuthenticated: String(subscription.authenticated),
    SubscriptionArn: subscription.arn,
  };
}

/** The compiled filter policy; undefined where every message passes. */
export function filterOf(settings: SubscriptionSettings): FilterPolicy | undefined {
  return settings.filterPolicy === undefined ? undefined : compiled(settings);
}

export function deadLetterArnOf({ redrivePolicy }: SubscriptionSettings): string | undefined {
  if (redrivePolicy === undefined) return undefined;
  return (JSON.parse(redrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}

function effectiveDeliveryPolicy({ deliveryPolicy }: SubscriptionSettings, topic: Topic): string {
  return JSON.stringify(subscriptionDeliveryPolicy(deliveryPolicy, deliveryPolicyOf(topic)));
}

/** A fault in an attribute's value; SNS says it with a beginning that differs by operation. */
class AttributeError extends Error {}

/** Rows never change in place, so a policy is compiled once for each version of its row. */
const filters = new WeakMap<SubscriptionSettings, FilterPolicy>();

function compiled(settings: SubscriptionSettings): FilterPolicy {
  let filter = filters.get(settings);
  if (!filter) {
    const { filterPolicy, filterPolicyScope = 'MessageAttributes' } = settings;
    filter = parseFilterPolicy(filterPolicy!, filterPolicyScope);
    filters.set(settings, filter);
  }
  return filter;
}

function withAttribute(
  settings: SubscriptionSettings,
  protocol: Protocol,
  name: string,
  value: string,
): SubscriptionSettings {
  switch (name) {
    case 'RawMessageDelivery':
      return { ...settings, rawMessageDelivery: readRaw(value, protocol) };
    case 'FilterPolicy': {
      const { filterPolicy: _before, ...rest } = settings;
      return value === '' || value === '{}' ? rest : { ...rest, filterPolicy: value };
    }
    case 'FilterPolicyScope':
      return { ...settings, filterPolicyScope: readScope(value) };
    case 'DeliveryPolicy':
      return { ...settings, deliveryPolicy: readDeliveryPolicy(value, protocol) };
    case 'RedrivePolicy': {
      const { redrivePolicy: _before, ...rest } = settings;
      return value === '' ? rest : { ...rest, redrivePolicy: readRedrivePolicy(value) };
    }
    case 'ReplayPolicy':
    case 'SubscriptionRoleArn':
      throw notImplemented(`the subscription attribute ${name}`);
    default:
      throw invalid('AttributeName');
  }
}

function readRaw(value: string, protocol: Protocol): boolean {
  if (!/^(true|false)$/i.test(value)) {
    throw new AttributeError(
      `RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
    );
  }
  const raw = value.toLowerCase() === 'true';
  if (raw && (protocol.startsWith('email') || protocol === 'lambda')) {
    throw new AttributeError(
      `RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  }
  return raw;
}

function readScope(value: string): 'MessageAttributes' | 'MessageBody' {
  if (value === 'MessageAttributes' || value === 'MessageBody') return value;
  throw new AttributeError(
    `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
  );
}

function readDeliveryPolicy(value: string, protocol: Protocol): string {
  if (protocol !== 'http' && protocol !== 'https') {
    throw new AttributeError(
      `DeliveryPolicy: Delivery protocol [${protocol}] does not support delivery policies.`,
    );
  }
  return JSON.stringify(subscriptionDeliveryPolicy(value, defaultTopicDeliveryPolicy));
}

function readRedrivePolicy(value: string): string {
  let policy: unknown;
  try {
    policy = JSON.parse(value);
  } catch {
    throw new AttributeError('RedrivePolicy: failed to parse JSON.');
  }
  const { deadLetterTargetArn, ...others } = (policy ?? {}) as Record<string, unknown>;
  if (typeof deadLetterTargetArn !== 'string' || !queueArn.test(deadLetterTargetArn)) {
    throw new AttributeError('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  if (Object.keys(others).length > 0) {
    throw new AttributeError('RedrivePolicy: contains unsupported attributes');
  }
  return JSON.stringify({ deadLetterTargetArn });
}
