import type { AddPermissionInput } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { invalid, topicOf, topicsTable } from './state.ts';
import { topicAccess, topicResources } from './topicAccess.ts';
import { checkAction, withStatement } from './topicPolicy.ts';

/** Adds a statement to the topic's policy that lets other accounts do something. */
export const AddPermission = operation<AddPermissionInput, object>({
  accepts: ['TopicArn', 'Label', 'AWSAccountId', 'ActionName'],
  ...topicAccess,
  record: { resources: topicResources },
  run: ({ TopicArn, Label, AWSAccountId = [], ActionName = [] }, context) => {
    const topic = topicOf(context, TopicArn);
    for (const id of AWSAccountId) if (!accountId.test(id)) throw invalid('AWSAccountId');
    for (const action of ActionName) checkAction(`sns:${action}`);
    const policy = withStatement(topic.policy, {
      Sid: Label!,
      Effect: 'Allow',
      Principal: { AWS: oneOrMore(AWSAccountId.map((id) => `arn:aws:iam::${id}:root`)) },
      Action: oneOrMore(ActionName.map((action) => `SNS:${action}`)),
      Resource: topic.arn,
    });
    context.table(topicsTable).put({ ...topic, policy });
    return {};
  },
});

const accountId = /^\d{12}$/;

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
