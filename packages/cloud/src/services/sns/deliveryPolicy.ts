import { notImplemented } from '../../kernel/error.ts';

/**
 * How HTTP deliveries are tried again, in four phases: at once, at the shortest distance, growing,
 * at the longest. Delays are seconds.
 * Source: "Amazon SNS message delivery retries" in the SNS Developer Guide.
 */
export interface RetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: BackoffFunction;
}

export type BackoffFunction = 'linear' | 'arithmetic' | 'geometric' | 'exponential';

export interface RequestPolicy {
  readonly headerContentType: string;
}

/** A topic's policy, as its EffectiveDeliveryPolicy shows it. */
export interface TopicDeliveryPolicy {
  readonly http: {
    readonly defaultHealthyRetryPolicy: RetryPolicy;
    readonly disableSubscriptionOverrides: boolean;
    readonly defaultRequestPolicy: RequestPolicy;
  };
}

/** A subscription's policy, as its EffectiveDeliveryPolicy shows it. */
export interface SubscriptionDeliveryPolicy {
  readonly healthyRetryPolicy: RetryPolicy;
  readonly sicklyRetryPolicy: null;
  readonly throttlePolicy: null;
  readonly requestPolicy: RequestPolicy;
  readonly guaranteed: false;
}

/** @throws DeliveryPolicyError */
export function parseTopicDeliveryPolicy(text: string): TopicDeliveryPolicy {
  const { http } = members(parse(text), ['http']);
  const policy = members(http ?? {}, [
    'defaultHealthyRetryPolicy',
    'disableSubscriptionOverrides',
    'defaultRequestPolicy',
    'defaultSicklyRetryPolicy',
    'defaultThrottlePolicy',
  ]);
  refusePresent(policy, ['defaultSicklyRetryPolicy', 'defaultThrottlePolicy']);
  const { defaultHealthyRetryPolicy: retry, disableSubscriptionOverrides: disable } = policy;
  if (disable !== undefined && typeof disable !== 'boolean') {
    refuse('disableSubscriptionOverrides must be true or false');
  }
  return {
    http: {
      defaultHealthyRetryPolicy: retry
        ? readRetryPolicy(retry, 'defaultHealthyRetryPolicy')
        : defaultRetryPolicy,
      disableSubscriptionOverrides: disable ?? false,
      defaultRequestPolicy: readRequestPolicy(policy.defaultRequestPolicy) ?? defaultRequestPolicy,
    },
  };
}

/** What holds for a subscription with `text` as its own policy. @throws DeliveryPolicyError */
export function subscriptionDeliveryPolicy(
  text: string | undefined,
  topic: TopicDeliveryPolicy,
): SubscriptionDeliveryPolicy {
  const { defaultHealthyRetryPolicy, defaultRequestPolicy, disableSubscriptionOverrides } =
    topic.http;
  const own =
    text === undefined || disableSubscriptionOverrides ? {} : readSubscriptionPolicy(text);
  return {
    healthyRetryPolicy: own.retry ?? defaultHealthyRetryPolicy,
    sicklyRetryPolicy: null,
    throttlePolicy: null,
    requestPolicy: own.request ?? defaultRequestPolicy,
    guaranteed: false,
  };
}

/** How long to wait after `failures` attempts failed; undefined when it was the last. */
export function retryDelayMs(policy: RetryPolicy, failures: number): number | undefined {
  const { numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries, numRetries } = policy;
  if (failures > numRetries) return undefined;
  if (failures <= numNoDelayRetries) return 0;
  const phased = failures - numNoDelayRetries;
  const growing = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  if (phased <= numMinDelayRetries) return policy.minDelayTarget * 1000;
  const step = phased - numMinDelayRetries;
  if (step > growing) return policy.maxDelayTarget * 1000;
  const share = growing === 1 ? 0 : (step - 1) / (growing - 1);
  return Math.round(grown(policy, share) * 1000);
}

export class DeliveryPolicyError extends Error {}

export const defaultRetryPolicy: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

const defaultRequestPolicy: RequestPolicy = { headerContentType: 'text/plain; charset=UTF-8' };

export const defaultTopicDeliveryPolicy: TopicDeliveryPolicy = {
  http: {
    defaultHealthyRetryPolicy: defaultRetryPolicy,
    disableSubscriptionOverrides: false,
    defaultRequestPolicy,
  },
};

/**
 * The delay at `share` (0 to 1) of the growing phase. AWS draws the four curves and gives no
 * formula: each goes from the shortest to the longest delay, the later ones with a later rise.
 */
function grown({ minDelayTarget, maxDelayTarget, backoffFunction }: RetryPolicy, share: number) {
  const exponent = { linear: 1, arithmetic: 1.5, geometric: 2, exponential: 3 }[backoffFunction];
  return minDelayTarget + (maxDelayTarget - minDelayTarget) * share ** exponent;
}

type Members = Readonly<Record<string, unknown>>;

function readSubscriptionPolicy(text: string): { retry?: RetryPolicy; request?: RequestPolicy } {
  const policy = members(parse(text), [
    'healthyRetryPolicy',
    'sicklyRetryPolicy',
    'throttlePolicy',
    'requestPolicy',
    'guaranteed',
  ]);
  refusePresent(policy, ['sicklyRetryPolicy', 'throttlePolicy', 'guaranteed']);
  const request = readRequestPolicy(policy.requestPolicy);
  return {
    ...(policy.healthyRetryPolicy
      ? { retry: readRetryPolicy(policy.healthyRetryPolicy, 'healthyRetryPolicy') }
      : undefined),
    ...(request ? { request } : undefined),
  };
}

function readRetryPolicy(value: unknown, name: string): RetryPolicy {
  const given = members(value, Object.keys(defaultRetryPolicy));
  const number = (member: keyof RetryPolicy, max: number, required = false): number => {
    const found = given[member];
    if (found === undefined && required) refuse(`${name}.${member} must be specified`);
    if (found === undefined) return 0;
    if (typeof found !== 'number' || !Number.isInteger(found) || found < 0 || found > max) {
      refuse(`${name}.${member} must be an integer between 0 and ${max}`);
    }
    return found;
  };
  const policy = {
    minDelayTarget: number('minDelayTarget', delayMaxSeconds, true),
    maxDelayTarget: number('maxDelayTarget', delayMaxSeconds, true),
    numRetries: number('numRetries', retriesMax, true),
    numMaxDelayRetries: number('numMaxDelayRetries', retriesMax),
    numNoDelayRetries: number('numNoDelayRetries', retriesMax),
    numMinDelayRetries: number('numMinDelayRetries', retriesMax),
    backoffFunction: (given.backoffFunction ?? 'linear') as BackoffFunction,
  };
  if (policy.maxDelayTarget < policy.minDelayTarget) {
    refuse(`${name}.maxDelayTarget must be greater than or equal to minDelayTarget`);
  }
  const phased = policy.numMaxDelayRetries + policy.numNoDelayRetries + policy.numMinDelayRetries;
  if (phased > policy.numRetries) {
    refuse(
      `${name}.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries`,
    );
  }
  if (!['linear', 'arithmetic', 'geometric', 'exponential'].includes(policy.backoffFunction)) {
    refuse(`${name}.backoffFunction must be linear, arithmetic, geometric or exponential`);
  }
  return policy;
}

function readRequestPolicy(value: unknown): RequestPolicy | undefined {
  if (value === undefined || value === null) return undefined;
  const { headerContentType } = members(value, ['headerContentType']);
  if (typeof headerContentType !== 'string' || !contentType.test(headerContentType)) {
    refuse('requestPolicy.headerContentType is not a supported content type');
  }
  return { headerContentType };
}

const delayMaxSeconds = 3_600;
const retriesMax = 100;
const contentTypes =
  'application/(atom\\+xml|json|octet-stream|soap\\+xml|x-www-form-urlencoded|xhtml\\+xml|xml)' +
  '|text/(css|csv|html|plain|xml)';
const contentType = new RegExp(`^(${contentTypes})(; charset=UTF-8)?$`);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('failed to parse JSON');
  }
}

function members(value: unknown, known: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse('must be a JSON object');
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) refuse(`unexpected member ${name}`);
  }
  return value as Members;
}

function refusePresent(policy: Members, names: readonly string[]) {
  for (const name of names) if (policy[name]) throw notImplemented(`DeliveryPolicy: ${name}`);
}

function refuse(fault: string): never {
  throw new DeliveryPolicyError(`DeliveryPolicy: ${fault}`);
}
