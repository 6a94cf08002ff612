import type { Operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import { AddPermission } from './AddPermission.ts';
import { ConfirmSubscription } from './ConfirmSubscription.ts';
import { CreateTopic } from './CreateTopic.ts';
import { forgetJob } from './confirmation.ts';
import { DeleteTopic } from './DeleteTopic.ts';
import { functionJob } from './delivery/functionJob.ts';
import { httpJob } from './delivery/httpJob.ts';
import { mailJob } from './delivery/mailJob.ts';
import { queueJob } from './delivery/queueJob.ts';
import { GetSubscriptionAttributes } from './GetSubscriptionAttributes.ts';
import { GetTopicAttributes } from './GetTopicAttributes.ts';
import { ListSubscriptions } from './ListSubscriptions.ts';
import { ListSubscriptionsByTopic } from './ListSubscriptionsByTopic.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { ListTopics } from './ListTopics.ts';
import { Publish } from './Publish.ts';
import { PublishBatch } from './PublishBatch.ts';
import { pages } from './pages.ts';
import { RemovePermission } from './RemovePermission.ts';
import { SetSubscriptionAttributes } from './SetSubscriptionAttributes.ts';
import { SetTopicAttributes } from './SetTopicAttributes.ts';
import { Subscribe } from './Subscribe.ts';
import { TagResource } from './TagResource.ts';
import { Unsubscribe } from './Unsubscribe.ts';
import { UntagResource } from './UntagResource.ts';

export const sns: Service = {
  name: 'sns',
  sdk: '@aws-sdk/client-sns',
  eventSource: 'sns.amazonaws.com',
  operations: inCapitals({
    AddPermission,
    ConfirmSubscription,
    CreateTopic,
    DeleteTopic,
    GetSubscriptionAttributes,
    GetTopicAttributes,
    ListSubscriptions,
    ListSubscriptionsByTopic,
    ListTagsForResource,
    ListTopics,
    Publish,
    PublishBatch,
    RemovePermission,
    SetSubscriptionAttributes,
    SetTopicAttributes,
    Subscribe,
    TagResource,
    Unsubscribe,
    UntagResource,
  }),
  jobs: [forgetJob, functionJob, httpJob, mailJob, queueJob],
  pages,
};

/** SNS writes its actions in capitals (`SNS:Publish`), as its denials show. */
function inCapitals(operations: Readonly<Record<string, Operation>>): Service['operations'] {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      { action: `SNS:${name}`, ...operation },
    ]),
  );
}
