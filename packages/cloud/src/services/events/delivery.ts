import type { Target } from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { deadLetter } from './deadLetter.ts';
import { type Failure, failureOf } from './failure.ts';
import { inputFor } from './input.ts';
import { invoke } from './invoke.ts';
import { count } from './metrics.ts';
import { ruleArn } from './names.ts';
import type { Rule } from './state.ts';
import { addressOf } from './targetKinds.ts';

/** An event on its way to one target. */
export interface Delivery {
  readonly rule: { readonly name: string; readonly busName: string; readonly arn: string };
  readonly target: Target;
  /** JSON text. */
  readonly event: string;
  readonly ingestionMs: number;
  /** How often it was tried again. */
  readonly retries: number;
}

/**
 * In a transaction: has the event brought to each target of the rule. An event that came from
 * another bus goes to no third one (user guide, "Sending events between event buses").
 */
export function invokeTargets(
  { name, busName, targets }: Rule,
  event: string,
  context: Context,
  how: { dueMs?: number; wasForwarded?: boolean; isUrgent?: boolean } = {},
) {
  const rule = { name, busName, arn: ruleArn({ name, busName }, context) };
  const { dueMs = context.nowMs, wasForwarded = false, isUrgent = false } = how;
  for (const target of targets) {
    if (wasForwarded && addressOf(target.Arn!)?.kind === 'bus') continue;
    const delivery: Delivery = { rule, target, event, ingestionMs: dueMs, retries: 0 };
    if (!isUrgent || dueMs > context.nowMs || !triedNow(delivery, context)) {
      context.schedule(deliver, delivery, { dueMs });
    }
  }
}

/** Saves the commit of a job. A defect is left to the job, which tells of it and is kept. */
function triedNow(delivery: Delivery, context: Context): boolean {
  try {
    context.transact(() => attempt(delivery, context));
    return true;
  } catch {
    return false;
  }
}

export const deliver = jobKind<Delivery>({
  name: 'events.delivery',
  settle: ({ payload }, context) => attempt(payload, context),
});

function attempt(delivery: Delivery, context: Context) {
  const { target, rule } = delivery;
  try {
    const input = inputFor(target, { ...delivery, ruleArn: rule.arn, ruleName: rule.name });
    invoke(delivery, input, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    fail(delivery, failureOf(error, delivery, context), context);
    return;
  }
  count(delivery.retries === 0 ? ['Invocations'] : ['Invocations', retried], rule, context);
}

const retried = 'RetryInvocationAttempts';

/** Tries again later, as long as the target's policy allows; then it is given up. */
function fail(delivery: Delivery, failure: Failure, context: Context) {
  const exhausted = failure.isPermanent ? undefined : exhaustedCondition(delivery, context);
  if (!failure.isPermanent && exhausted === undefined) {
    const dueMs = context.nowMs + retryDelayMs(delivery.retries);
    context.schedule(deliver, { ...delivery, retries: delivery.retries + 1 }, { dueMs });
    return;
  }
  const { target, rule } = delivery;
  const attempts = delivery.retries === 0 ? [] : [retried];
  const metrics = [...attempts, 'Invocations', 'FailedInvocations'];
  if (target.DeadLetterConfig?.Arn !== undefined) {
    const isKept = deadLetter(delivery, { ...failure, exhausted }, context);
    metrics.push(isKept ? 'InvocationsSentToDlq' : 'InvocationsFailedToBeSentToDlq');
  }
  count(metrics, rule, context);
}

/** Which limit of the retry policy another try would break. */
function exhaustedCondition(delivery: Delivery, context: Context): string | undefined {
  const { MaximumRetryAttempts = retriesMax, MaximumEventAgeInSeconds = ageMaxSeconds } =
    delivery.target.RetryPolicy ?? {};
  if (delivery.retries >= MaximumRetryAttempts) return 'MaximumRetryAttempts';
  const nextMs = context.nowMs + retryDelayMs(delivery.retries);
  const endsMs = delivery.ingestionMs + MaximumEventAgeInSeconds * 1000;
  return nextMs > endsMs ? 'MaximumEventAgeInSeconds' : undefined;
}

/**
 * AWS doubles the pauses too, with a jitter, and does not say how long they are. These, cut off at
 * eight minutes, fit 185 tries into about the 24 hours that AWS allows by default.
 */
function retryDelayMs(retries: number): number {
  return Math.min(1_000 * 2 ** Math.min(retries, 20), longestDelayMs);
}

const longestDelayMs = 8 * 60_000;
const retriesMax = 185;
const ageMaxSeconds = 86_400;
