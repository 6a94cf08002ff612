import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { fanOut } from './fanOut.ts';
import { readMessage } from './message.ts';
import { checkArn, invalid, topicOf } from './state.ts';
import { hidden, topicAccess, topicResource } from './topicAccess.ts';

export const Publish = operation<PublishInput, PublishResponse>({
  accepts: ['TopicArn', 'TargetArn', 'Message', 'Subject', 'MessageStructure', 'MessageAttributes'],
  resource: (input, context) => topicAccess.resource(targeted(input), context),
  resourcePolicy: (input, context) => topicAccess.resourcePolicy(targeted(input), context),
  conditionKeys: (input, context) => topicAccess.conditionKeys(targeted(input), context),
  event: 'Data',
  record: {
    request: ({ TopicArn, TargetArn, Subject, MessageStructure, MessageAttributes }) => ({
      ...(TopicArn === undefined ? { targetArn: TargetArn } : { topicArn: TopicArn }),
      message: hidden,
      ...(Subject === undefined ? undefined : { subject: hidden }),
      ...(MessageStructure === undefined ? undefined : { messageStructure: MessageStructure }),
      ...(MessageAttributes === undefined ? undefined : { messageAttributes: hidden }),
    }),
    resources: (input) => [topicResource(targeted(input).TopicArn!)],
  },
  run: (input, context) => {
    const { TopicArn } = targeted(input);
    if (TopicArn === undefined) {
      throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    }
    const message = readMessage(input);
    const topic = topicOf(context, checkArn(TopicArn, 'TopicArn'));
    return { MessageId: fanOut(message, topic, context) };
  },
});

/** `TargetArn` may name a topic too. */
function targeted({ TopicArn, TargetArn }: PublishInput): { TopicArn?: string | undefined } {
  return { TopicArn: TopicArn ?? TargetArn };
}
