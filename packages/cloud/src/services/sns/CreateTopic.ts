import { isDeepStrictEqual } from 'node:util';
import type { CreateTopicInput, CreateTopicResponse } from '@aws-sdk/client-sns';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalid, type Topic, topicsTable } from './state.ts';
import { withTags } from './tags.ts';
import { requestTagKeys, topicResource } from './topicAccess.ts';
import { withTopicAttribute } from './topicAttributes.ts';
import { defaultPolicy } from './topicPolicy.ts';

/** Creates a topic, or gives the one that has the name, if what was asked for is the same. */
export const CreateTopic = operation<CreateTopicInput, CreateTopicResponse>({
  accepts: ['Name', 'Attributes', 'Tags'],
  resource: ({ Name = '*' }, context) => context.arn('sns', Name),
  conditionKeys: ({ Tags }) => requestTagKeys(Tags),
  record: { resources: (_input, { TopicArn }) => [topicResource(TopicArn!)] },
  run: (input, context) => {
    const topics = context.table(topicsTable);
    const arn = context.arn('sns', checkName(input));
    const existing = topics.get(arn);
    if (existing) {
      refuseOther(existing, input, context);
      return { TopicArn: arn };
    }
    if (topics.size >= topicsLimit) {
      throw new AwsError('TopicLimitExceededException', 'Topic limit exceeded');
    }
    topics.put({
      ...withAttributes(newTopic(arn, context), input, context),
      tags: withTags({}, input.Tags),
    });
    return { TopicArn: arn };
  },
});

/** AWS's quota of standard topics for an account. */
const topicsLimit = 100_000;

function newTopic(arn: string, context: Context): Topic {
  return { arn, displayName: '', policy: defaultPolicy(arn, context.accountId), tags: {} };
}

function withAttributes(
  topic: Topic,
  { Attributes = {} }: CreateTopicInput,
  context: Context,
): Topic {
  return Object.entries(Attributes).reduce(
    (changed, [name, value]) => withTopicAttribute(changed, name, value, context),
    topic,
  );
}

function checkName({ Name = '', Attributes }: CreateTopicInput): string {
  if (Name.endsWith('.fifo') || Attributes?.FifoTopic === 'true') {
    throw notImplemented('CreateTopic: FifoTopic');
  }
  if (!topicName.test(Name)) throw invalid('Topic Name');
  return Name;
}

const topicName = /^[A-Za-z0-9_-]{1,256}$/;

/** Only what the caller names is compared: a bare name is always the same topic. */
function refuseOther(existing: Topic, input: CreateTopicInput, context: Context) {
  const asked = withAttributes(existing, input, context);
  if (!isDeepStrictEqual(asked, existing)) {
    throw invalid('Attributes Reason: Topic already exists with different attributes');
  }
  if (!input.Tags?.length) return;
  const tags = withTags({}, input.Tags);
  if (!isDeepStrictEqual(tags, existing.tags)) {
    throw invalid('Tags Reason: Topic already exists with different tags');
  }
}
