import { policyText, type TestCloud } from '@tocsin/testkit';

export const accountId = '123456789012';

/** A queue that lets EventBridge in. */
export async function openQueue(cloud: TestCloud, QueueName: string, isOpen = true) {
  const arn = `arn:aws:sqs:us-east-1:${accountId}:${QueueName}`;
  const Policy = policyText([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
    },
  ]);
  const Attributes: Record<string, string> = isOpen ? { Policy } : {};
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName, Attributes });
  return { arn, url: QueueUrl! };
}

/** What came into the queue, which is empty afterwards. */
export async function drain(cloud: TestCloud, queue: { url: string }) {
  await cloud.settled();
  const all = [];
  for (;;) {
    const { Messages = [] } = await cloud.sqs.receiveMessage({
      QueueUrl: queue.url,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    if (Messages.length === 0) return all;
    for (const { Body, MessageAttributes, ReceiptHandle } of Messages) {
      const attributes = Object.entries(MessageAttributes ?? {}).map(
        ([name, { StringValue }]) => [name, StringValue] as const,
      );
      all.push({ body: Body!, attributes: Object.fromEntries(attributes) });
      await cloud.sqs.deleteMessage({ QueueUrl: queue.url, ReceiptHandle: ReceiptHandle! });
    }
  }
}

export async function drainEvents(cloud: TestCloud, queue: { url: string }) {
  return (await drain(cloud, queue)).map(({ body }) => JSON.parse(body) as ReceivedEvent);
}

export type ReceivedEvent = Record<string, unknown> & {
  readonly id: string;
  readonly detail: Record<string, unknown>;
};

/** A rule with one target. */
export async function ruleTo(
  cloud: TestCloud,
  Name: string,
  pattern: object,
  target: { readonly arn: string },
  more: RuleOptions = {},
) {
  const { State, EventBusName, ...ofTarget } = more;
  const EventPattern = JSON.stringify(pattern);
  const { RuleArn } = await cloud.eventbridge.putRule({ Name, EventPattern, State, EventBusName });
  const Targets = [{ Id: 'one', Arn: target.arn, ...ofTarget }];
  await cloud.eventbridge.putTargets({ Rule: Name, EventBusName, Targets });
  return RuleArn!;
}

type PutRule = Parameters<TestCloud['eventbridge']['putRule']>[0];
type PutTargets = Parameters<TestCloud['eventbridge']['putTargets']>[0];
type RuleOptions = Partial<Pick<PutRule & object, 'State' | 'EventBusName'>> &
  Partial<NonNullable<NonNullable<PutTargets['Targets']>[number]>>;

/** A trail that logs, in all Regions, what the selectors say. */
export async function startTrail(cloud: TestCloud, selectors?: readonly object[]) {
  const Bucket = 'trail-bucket';
  await cloud.s3.createBucket({ Bucket });
  const Policy = policyText(
    [
      ['s3:GetBucketAcl', Bucket],
      ['s3:PutObject', `${Bucket}/*`],
    ].map(([Action, path]) => ({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action,
      Resource: `arn:aws:s3:::${path}`,
    })),
  );
  await cloud.s3.putBucketPolicy({ Bucket, Policy });
  await cloud.cloudtrail.createTrail({
    Name: 'main',
    S3BucketName: Bucket,
    IsMultiRegionTrail: true,
  });
  if (selectors) {
    await cloud.cloudtrail.putEventSelectors({ TrailName: 'main', EventSelectors: [...selectors] });
  }
  await cloud.cloudtrail.startLogging({ Name: 'main' });
}

export async function putEvent(cloud: TestCloud, detail: object, more: object = {}) {
  const entry = { Source: 'shop', DetailType: 'Order', Detail: JSON.stringify(detail), ...more };
  return cloud.eventbridge.putEvents({ Entries: [entry] });
}
