import type { RemovePermissionInput } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { topicOf, topicsTable } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';
import { withoutStatement } from './topicPolicy.ts';

/** Removes the statement with this label from the topic's policy, if there is one. */
export const RemovePermission = operation<RemovePermissionInput, object>({
  accepts: ['TopicArn', 'Label'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn, Label }, context) => {
    const topic = topicOf(context, TopicArn);
    const policy = withoutStatement(topic.policy, Label!);
    context.table(topicsTable).put({ ...topic, policy });
    return {};
  },
});
