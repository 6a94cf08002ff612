import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Box, isOldAws, skip, startBox } from './box.ts';
import { play, type Step } from './transcript.ts';

/** A new CLI speaks JSON with CloudWatch, an old one sends queries; from 10 KB on both compress. */
const metrics: readonly Step[] = [
  {
    run: 'aws cloudwatch put-metric-data --namespace Walkthrough --metric-data file://metrics.json',
  },
  {
    run: 'aws cloudwatch list-metrics --namespace Walkthrough --query "length(Metrics)"',
    prints: '600',
  },
  {
    run: 'aws cloudwatch list-metrics --namespace Walkthrough --max-items 7 --query "length(Metrics)"',
    prints: '7',
  },
  {
    run: `TOKEN=$(aws cloudwatch list-metrics --namespace Walkthrough --max-items 501 --query NextToken | tr -d '"')
          aws cloudwatch list-metrics --namespace Walkthrough --starting-token "$TOKEN" --query "length(Metrics)"`,
    prints: '99',
  },
  {
    run: `END=$(date -u -d '+1 minute' +%Y-%m-%dT%H:%M:%SZ) START=$(date -u -d '-10 minutes' +%Y-%m-%dT%H:%M:%SZ)
          aws cloudwatch get-metric-statistics --namespace Walkthrough --metric-name Metric7 --dimensions Name=Number,Value=7 --statistics Sum Maximum --period 3600 --start-time "$START" --end-time "$END"`,
    shows: { Label: 'Metric7', Datapoints: [{ Sum: 7, Maximum: 7, Unit: 'Count' }] },
  },
  {
    run: `aws cloudwatch get-metric-data --start-time "$START" --end-time "$END" --metric-data-queries '[{"Id":"m","MetricStat":{"Metric":{"Namespace":"Walkthrough","MetricName":"Metric9","Dimensions":[{"Name":"Number","Value":"9"}]},"Period":3600,"Stat":"Average"}}]'`,
    shows: { MetricDataResults: [{ Id: 'm', Label: 'Metric9', Values: [9] }] },
  },
];

function writeMetrics({ home }: Box) {
  const data = Array.from({ length: 600 }, (_, number) => ({
    MetricName: `Metric${number}`,
    Dimensions: [{ Name: 'Number', Value: `${number}` }],
    Value: number,
    Unit: 'Count',
  }));
  writeFileSync(join(home, 'metrics.json'), JSON.stringify(data));
}

const pages: readonly Step[] = [
  {
    run: `for n in 1 2 3 4 5; do aws secretsmanager create-secret --name "secret-$n" --secret-string "$n" >/dev/null; done
          aws secretsmanager list-secrets --page-size 2 --query "length(SecretList)"`,
    prints: '5',
  },
  {
    run: `TOKEN=$(aws secretsmanager list-secrets --max-items 3 --query NextToken | tr -d '"')
          aws secretsmanager list-secrets --starting-token "$TOKEN" --query "length(SecretList)"`,
    prints: '2',
  },
  {
    run: `for n in 1 2 3; do aws iam create-user --user-name "user-$n" >/dev/null; done
          aws iam list-users --page-size 1 --query "Users[?starts_with(UserName, 'user-')].UserName" --output text`,
    prints: 'user-1\nuser-2\nuser-3',
  },
  {
    run: 'aws iam list-users --max-items 2 --query "length(Users)"',
    prints: '2',
  },
  {
    run: 'aws cloudtrail lookup-events --page-size 2 --lookup-attributes AttributeKey=EventName,AttributeValue=CreateSecret --query "length(Events)"',
    prints: '5',
  },
  {
    run: 'aws cloudtrail lookup-events --max-items 4 --query "length(Events)"',
    prints: '4',
  },
];

/** The operation is of the end of 2023. */
const batch: readonly Step[] = [
  {
    run: `aws secretsmanager batch-get-secret-value --secret-id-list secret-1 secret-2 nothing --query "[length(SecretValues), Errors[0].ErrorCode]" --output text`,
    prints: '2\tResourceNotFoundException',
  },
];

const binary: readonly Step[] = [
  {
    run: `head -c 300 /dev/urandom > secret.bin
          aws secretsmanager create-secret --name binary --secret-binary fileb://secret.bin --query "Name" --output text
          aws secretsmanager get-secret-value --secret-id binary --query SecretBinary --output text | base64 -d | cmp secret.bin`,
    prints: 'binary',
  },
];

/** Version 1 does not hear AWS_ENDPOINT_URL for SQS. */
const queues: readonly Step[] = [
  {
    run: `alias=--endpoint-url=$AWS_ENDPOINT_URL
          QUEUE=$(aws sqs create-queue --queue-name alarms --query QueueUrl --output text "$alias")
          QUEUE_ARN=$(aws sqs get-queue-attributes --queue-url "$QUEUE" --attribute-names QueueArn --query Attributes.QueueArn --output text "$alias"); echo "$QUEUE_ARN"`,
    prints: /^arn:aws:sqs:us-east-1:\d{12}:alarms$/,
  },
  {
    run: `TOPIC=$(aws sns create-topic --name alarms --query TopicArn --output text)
cat > attributes.json <<EOF
{"Policy":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"Service\\":\\"sns.amazonaws.com\\"},\\"Action\\":\\"sqs:SendMessage\\",\\"Resource\\":\\"$QUEUE_ARN\\",\\"Condition\\":{\\"ArnEquals\\":{\\"aws:SourceArn\\":\\"$TOPIC\\"}}}]}"}
EOF
aws sqs set-queue-attributes --queue-url "$QUEUE" --attributes file://attributes.json "$alias"
aws sns subscribe --topic-arn "$TOPIC" --protocol sqs --notification-endpoint "$QUEUE_ARN" --attributes RawMessageDelivery=true --query SubscriptionArn --output text`,
    prints: /^arn:aws:sns:us-east-1:\d{12}:alarms:[0-9a-f-]{36}$/,
  },
  { run: 'aws sns publish --topic-arn "$TOPIC" --message "Wächter, wach auf!"' },
  {
    run: 'aws sqs receive-message --queue-url "$QUEUE" --wait-time-seconds 10 --query "Messages[].[Body,ReceiptHandle]" --output text "$alias" > message; cut -f1 message',
    prints: 'Wächter, wach auf!',
  },
  {
    run: `aws sqs delete-message --queue-url "$QUEUE" --receipt-handle "$(cut -f2 message)" "$alias"
          aws sqs get-queue-attributes --queue-url "$QUEUE" --attribute-names All "$alias"`,
    shows: {
      Attributes: {
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    },
  },
  { run: 'aws sqs delete-queue --queue-url "$QUEUE" "$alias"' },
];

test('aws speaks each of its protocols', { skip }, async (t) => {
  await using box = await startBox();
  writeMetrics(box);
  await t.test('a compressed body of metrics', () => play(box, metrics));
  await t.test('pages', () => play(box, pages));
  await t.test('a batch', { skip: isOldAws }, () => play(box, batch));
  await t.test('bytes in JSON', () => play(box, binary));
  await t.test('queues', () => play(box, queues));
});
