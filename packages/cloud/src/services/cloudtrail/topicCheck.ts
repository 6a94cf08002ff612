import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { deliveryCaller } from './callers.ts';
import type { Trail, TrailTopic } from './state.ts';

/** The topic that SnsTopicName means: an ARN, or a name in the trail's account and Region. */
export function topicOf(given: string, context: Context): TrailTopic {
  if (topicArnForm.test(given)) return { given, arn: given };
  if (topicNameForm.test(given)) return { given, arn: context.arn('sns', given) };
  throw new AwsError('InvalidSnsTopicNameException', `Invalid SNS topic name: ${given}`);
}

/** CloudTrail tries a topic with a message before it takes it. */
export function checkTopic({ arn, topic }: Trail, context: Context) {
  if (!topic) return;
  try {
    publish(topic.arn, 'CloudTrail validation message.', arn, context);
  } catch (error) {
    if (!(error instanceof AwsError) || error.statusCode === 501) throw error;
    throw new AwsError(
      'InsufficientSnsTopicPolicyException',
      'SNS Topic does not exist or the topic policy is incorrect!',
    );
  }
}

/** Publishes as CloudTrail, in the topic's own Region. Throws the error of SNS. */
export function publish(topicArn: string, Message: string, trailArn: string, context: Context) {
  const region = topicArn.split(':')[3]!;
  const caller = deliveryCaller(trailArn, context);
  context.in({ region }).call('sns', 'Publish', { TopicArn: topicArn, Message }, { caller });
}

const topicNameForm = /^[A-Za-z0-9_-]{1,256}$/;
const topicArnForm = /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;
