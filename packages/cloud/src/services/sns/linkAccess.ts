import type { Context } from '../../kernel/context.ts';
import { anonymous, findTopic } from './state.ts';

/**
 * The policy for what a link in a message may do without a signature. The operation decides by the
 * token or by the subscription; for signed callers the topic's own policy speaks as ever.
 */
export function linkPolicy(topicArn: string | undefined, context: Context): string | undefined {
  return anonymous(context) ? openToLinks : findTopic(context, topicArn)?.policy;
}

const openToLinks = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: '*' }],
});
