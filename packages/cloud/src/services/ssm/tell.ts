import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';

/** Tells EventBridge what happened, in the name of Systems Manager. */
export function tell(
  event: {
    readonly type: string;
    readonly resources: readonly string[];
    readonly detail: Readonly<Record<string, unknown>>;
  },
  context: Context,
) {
  const { type, resources, detail } = event;
  const caller = housekeeper('ssm.amazonaws.com', context.accountId);
  const entry = {
    Source: 'aws.ssm',
    DetailType: type,
    Resources: resources,
    Detail: JSON.stringify(detail),
  };
  context.call('events', 'PutEvents', { Entries: [entry] }, { caller });
}
