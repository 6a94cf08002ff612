import { serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { sendToQueue } from '../../kernel/sendToQueue.ts';
import type { Delivery } from './delivery.ts';
import type { Failure } from './failure.ts';

/**
 * Puts an event that was given up into the target's dead-letter queue, with AWS's attributes. Tells
 * whether the queue took it.
 */
export function deadLetter(
  { rule, target, event, retries }: Delivery,
  failure: Failure & { readonly exhausted: string | undefined },
  context: Context,
): boolean {
  const { code, message, exhausted } = failure;
  const texts: Record<string, string> = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.Arn!,
    ERROR_CODE: code,
    ERROR_MESSAGE: message,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === undefined ? undefined : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  const attributes = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
  );
  const queueArn = target.DeadLetterConfig!.Arn!;
  const caller = serviceCaller('events.amazonaws.com', {
    arn: rule.arn,
    accountId: context.accountId,
  });
  try {
    sendToQueue(context, caller, { queueArn, body: event, attributes });
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return false;
  }
}
