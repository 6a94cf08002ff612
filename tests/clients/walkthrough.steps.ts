// Table.
import type { Step } from './transcript.ts';

/**
 * The walkthrough of the tutorials: who reads the secret is known by mail. The steps are what one
 * types in a terminal, in order; the shell keeps the variables.
 */
export type Steps = readonly Step[];

const analyst = 'analyst@example.com';
const alarmed = (name: string) => `ALARM: "${name}" in US East (N. Virginia)`;

export const secrets: Steps = [
  {
    run: `aws secretsmanager create-secret --name TopSecretInfo --description "For eyes only" --secret-string '{"SecretKey":"I need three coffees a day"}'`,
    shows: { Name: 'TopSecretInfo' },
  },
  {
    run: `aws secretsmanager create-secret --name FanoyDBSecret --secret-string '{"db_password":"kein-Passwort-123"}'`,
    shows: { Name: 'FanoyDBSecret' },
  },
  {
    run: 'aws secretsmanager list-secrets --query "SecretList[].Name" --output text',
    prints: /^(FanoyDBSecret\tTopSecretInfo|TopSecretInfo\tFanoyDBSecret)$/,
  },
];

/** The user who will read, as a profile of the CLI. */
export const reader: Steps = [
  { run: 'aws iam create-user --user-name SecMonitorUser', shows: { User: { Path: '/' } } },
  {
    run: 'aws iam attach-user-policy --user-name SecMonitorUser --policy-arn arn:aws:iam::aws:policy/SecretsManagerReadWrite',
  },
  {
    run: `read -r KEY_ID SECRET_KEY < <(aws iam create-access-key --user-name SecMonitorUser --query "AccessKey.[AccessKeyId,SecretAccessKey]" --output text)
          aws configure set aws_access_key_id "$KEY_ID" --profile SecMonitorUser
          aws configure set aws_secret_access_key "$SECRET_KEY" --profile SecMonitorUser
          aws configure set region us-east-1 --profile SecMonitorUser`,
  },
  {
    run: 'aws sts get-caller-identity --profile SecMonitorUser --query Arn --output text',
    prints: /^arn:aws:iam::\d{12}:user\/SecMonitorUser$/,
  },
];

export const trail: Steps = [
  { run: 'ACCOUNT=$(aws sts get-caller-identity --query Account --output text)' },
  { run: 'aws s3 mb s3://fanoy-cloudtrail-logs', prints: 'make_bucket: fanoy-cloudtrail-logs' },
  {
    run: 'aws cloudtrail create-trail --name FanoyTrail --s3-bucket-name fanoy-cloudtrail-logs --is-multi-region-trail',
    fails:
      'An error occurred (InsufficientS3BucketPolicyException) when calling the CreateTrail operation: Incorrect S3 bucket policy is detected for bucket: fanoy-cloudtrail-logs',
  },
  {
    run: `cat > bucket-policy.json <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSCloudTrailAclCheck20150319",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:GetBucketAcl",
      "Resource": "arn:aws:s3:::fanoy-cloudtrail-logs"
    },
    {
      "Sid": "AWSCloudTrailWrite20150319",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::fanoy-cloudtrail-logs/AWSLogs/$ACCOUNT/*",
      "Condition": { "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" } }
    }
  ]
}
EOF
aws s3api put-bucket-policy --bucket fanoy-cloudtrail-logs --policy file://bucket-policy.json`,
  },
  {
    run: 'aws cloudtrail create-trail --name FanoyTrail --s3-bucket-name fanoy-cloudtrail-logs --is-multi-region-trail',
    shows: {
      Name: 'FanoyTrail',
      S3BucketName: 'fanoy-cloudtrail-logs',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: false,
      IsOrganizationTrail: false,
    },
  },
  {
    run: `aws cloudtrail put-event-selectors --trail-name FanoyTrail --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[]}]'`,
    shows: { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] },
  },
  { run: 'aws cloudtrail start-logging --name FanoyTrail' },
  { run: 'aws cloudtrail get-trail-status --name FanoyTrail', shows: { IsLogging: true } },
];

/** CloudTrail → CloudWatch Logs, through a role. */
export const logGroup: Steps = [
  { run: 'aws logs create-log-group --log-group-name fanoy-log-group' },
  {
    run: `cat > trust.json <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"sts:AssumeRole"}]}
EOF
cat > logs-policy.json <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:us-east-1:$ACCOUNT:log-group:fanoy-log-group:log-stream:*"}]}
EOF
aws iam create-role --role-name CloudTrailRoleForCloudWatchLogs --assume-role-policy-document file://trust.json`,
    shows: { Role: { RoleName: 'CloudTrailRoleForCloudWatchLogs' } },
  },
  {
    run: 'aws iam put-role-policy --role-name CloudTrailRoleForCloudWatchLogs --policy-name CloudWatchLogsPolicy --policy-document file://logs-policy.json',
  },
  {
    run: 'aws cloudtrail update-trail --name FanoyTrail --cloud-watch-logs-log-group-arn "arn:aws:logs:us-east-1:$ACCOUNT:log-group:fanoy-log-group:*" --cloud-watch-logs-role-arn "arn:aws:iam::$ACCOUNT:role/CloudTrailRoleForCloudWatchLogs"',
    shows: { Name: 'FanoyTrail' },
  },
  {
    run: 'aws logs describe-log-streams --log-group-name fanoy-log-group --query "logStreams[].logStreamName" --output text',
    prints: /^\d{12}_CloudTrail_us-east-1$/,
    until: true,
  },
];

/** The read, and where CloudTrail shows it. */
export const firstRead: Steps = [
  {
    run: 'aws secretsmanager get-secret-value --secret-id FanoyDBSecret --profile SecMonitorUser',
    shows: { Name: 'FanoyDBSecret', SecretString: '{"db_password":"kein-Passwort-123"}' },
  },
  {
    run: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue',
    shows: {
      Events: [
        {
          EventName: 'GetSecretValue',
          ReadOnly: 'true',
          EventSource: 'secretsmanager.amazonaws.com',
          Username: 'SecMonitorUser',
        },
      ],
    },
    until: true,
  },
  {
    run: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue --query "Events[0].CloudTrailEvent" --output text',
    shows: {
      userIdentity: { type: 'IAMUser', userName: 'SecMonitorUser' },
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      requestParameters: { secretId: 'FanoyDBSecret' },
      responseElements: null,
      readOnly: true,
    },
  },
  {
    run: `aws logs filter-log-events --log-group-name fanoy-log-group --filter-pattern '{ $.eventName = "GetSecretValue" }' --query "length(events)"`,
    prints: '1',
    until: true,
  },
];

export const metricFilters: Steps = [
  {
    run: `aws logs put-metric-filter --log-group-name fanoy-log-group --filter-name GetSecretsValue --filter-pattern '{ "GetSecretValue" }' --metric-transformations 'metricName=Secret is accessed,metricNamespace=SecurityMetrics,metricValue=1'`,
    fails:
      'An error occurred (InvalidParameterException) when calling the PutMetricFilter operation: Invalid metric filter pattern',
  },
  {
    run: `aws logs put-metric-filter --log-group-name fanoy-log-group --filter-name GetSecretsValue --filter-pattern '{ $.eventName = "GetSecretValue" }' --metric-transformations 'metricName=Secret is accessed,metricNamespace=SecurityMetrics,metricValue=1,defaultValue=0'`,
  },
  {
    run: `aws logs put-metric-filter --log-group-name fanoy-log-group --filter-name FanoyDBSecretRead --filter-pattern '{ $.eventName = "GetSecretValue" && $.requestParameters.secretId = "FanoyDBSecret" }' --metric-transformations metricName=FanoyDBSecretAccessed,metricNamespace=SecurityMetrics,metricValue=1`,
  },
  {
    run: `aws logs put-metric-filter --log-group-name fanoy-log-group --filter-name GetSecretValueTerm --filter-pattern '"GetSecretValue"' --metric-transformations metricName=GetSecretValueMentioned,metricNamespace=SecurityMetrics,metricValue=1`,
  },
  {
    run: 'aws logs describe-metric-filters --log-group-name fanoy-log-group',
    shows: {
      metricFilters: [
        {
          filterName: 'FanoyDBSecretRead',
          filterPattern:
            '{ $.eventName = "GetSecretValue" && $.requestParameters.secretId = "FanoyDBSecret" }',
          logGroupName: 'fanoy-log-group',
        },
        { filterName: 'GetSecretValueTerm', filterPattern: '"GetSecretValue"' },
        {
          filterName: 'GetSecretsValue',
          metricTransformations: [
            {
              metricName: 'Secret is accessed',
              metricNamespace: 'SecurityMetrics',
              metricValue: '1',
              defaultValue: 0,
            },
          ],
        },
      ],
    },
  },
];

export const topic: Steps = [
  {
    run: 'TOPIC_ARN=$(aws sns create-topic --name SecurityAlarms --query TopicArn --output text); echo "$TOPIC_ARN"',
    prints: /^arn:aws:sns:us-east-1:\d{12}:SecurityAlarms$/,
  },
  {
    run: `aws sns subscribe --topic-arn "$TOPIC_ARN" --protocol email --notification-endpoint ${analyst}`,
    shows: { SubscriptionArn: 'pending confirmation' },
  },
  {
    run: 'aws sns list-subscriptions-by-topic --topic-arn "$TOPIC_ARN" --query "Subscriptions[].SubscriptionArn" --output text',
    prints: 'PendingConfirmation',
  },
  {
    mailTo: analyst,
    subject: 'AWS Notification - Subscription Confirmation',
    holds: ':SecurityAlarms',
    click: 'Subscription confirmed!',
  },
  {
    run: 'aws sns list-subscriptions-by-topic --topic-arn "$TOPIC_ARN" --query "Subscriptions[].SubscriptionArn" --output text',
    prints: /^arn:aws:sns:us-east-1:\d{12}:SecurityAlarms:[0-9a-f-]{36}$/,
  },
];

/** An alarm on the Average of ones and zeros: one read among other calls is never ≥ 1. */
export const averageMistake: Steps = [
  {
    run: 'aws cloudwatch put-metric-alarm --alarm-name SecretsMonitorAlert --namespace SecurityMetrics --metric-name "Secret is accessed" --statistic Average --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions "$TOPIC_ARN"',
  },
  {
    run: 'aws cloudwatch put-metric-alarm --alarm-name FanoyDBSecretAlert --namespace SecurityMetrics --metric-name FanoyDBSecretAccessed --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions "$TOPIC_ARN"',
  },
  {
    run: 'aws secretsmanager get-secret-value --secret-id TopSecretInfo --profile SecMonitorUser --query SecretString --output text',
    shows: { SecretKey: 'I need three coffees a day' },
  },
  {
    run: 'aws cloudwatch get-metric-statistics --namespace SecurityMetrics --metric-name "Secret is accessed" --statistics Sum Average --period 86400 --start-time "$(date -u -d "-1 day" +%Y-%m-%dT%H:%M:%SZ)" --end-time "$(date -u -d "+1 hour" +%Y-%m-%dT%H:%M:%SZ)" --query "[sum(Datapoints[].Sum), max(Datapoints[].Average) < \\`1\\`]" --output text',
    prints: /^1(\.0)?\tTrue$/,
    until: true,
  },
  {
    run: 'aws cloudwatch describe-alarms --query "MetricAlarms[].[AlarmName,StateValue]" --output text',
    prints: 'FanoyDBSecretAlert\tOK\nSecretsMonitorAlert\tOK',
    until: true,
  },
  {
    run: 'aws cloudwatch describe-alarm-history --alarm-name SecretsMonitorAlert --history-item-type Action --query AlarmHistoryItems',
    prints: '[]',
  },
];

/** Is it the mail? SetAlarmState proves that part of the road; then the alarm judges by itself. */
export const setAlarmState: Steps = [
  {
    run: 'aws cloudwatch set-alarm-state --alarm-name "SecretsMonitorAlert" --state-value ALARM --state-reason "Manually triggered for testing"',
  },
  {
    mailTo: analyst,
    subject: alarmed('SecretsMonitorAlert'),
    holds: 'because "Manually triggered for testing"',
  },
  {
    run: 'aws cloudwatch describe-alarms --alarm-names SecretsMonitorAlert --query "MetricAlarms[].StateValue" --output text',
    prints: 'OK',
    until: true,
  },
];

/** With Sum both alarms ring: in 300 s for any secret, in 60 s for the one. */
export const alarm: Steps = [
  {
    run: 'aws cloudwatch put-metric-alarm --alarm-name SecretsMonitorAlert --namespace SecurityMetrics --metric-name "Secret is accessed" --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions "$TOPIC_ARN"',
  },
  {
    mailTo: analyst,
    subject: alarmed('SecretsMonitorAlert'),
    holds: 'was greater than or equal to the threshold (1.0)',
  },
  {
    run: 'aws secretsmanager get-secret-value --secret-id FanoyDBSecret --profile SecMonitorUser',
    shows: { Name: 'FanoyDBSecret' },
  },
  {
    mailTo: analyst,
    subject: alarmed('FanoyDBSecretAlert'),
    holds: '- State Change:               OK -> ALARM',
  },
  {
    run: 'aws cloudwatch describe-alarms --state-value ALARM',
    shows: {
      MetricAlarms: [
        { AlarmName: 'FanoyDBSecretAlert', StateValue: 'ALARM', Period: 60, Statistic: 'Sum' },
        { AlarmName: 'SecretsMonitorAlert', StateValue: 'ALARM', Period: 300, Statistic: 'Sum' },
      ],
    },
  },
  {
    run: 'aws cloudwatch describe-alarm-history --alarm-name FanoyDBSecretAlert --history-item-type Action --query "AlarmHistoryItems[].HistorySummary" --output text',
    prints: /^Successfully executed action arn:aws:sns:us-east-1:\d{12}:SecurityAlarms$/,
    until: true,
  },
];

/** The other way of the tutorials, CloudTrail → SNS: a mail for each file, without who and what. */
export const directTrail: Steps = [
  {
    run: `DIRECT_TOPIC_ARN=$(aws sns create-topic --name CloudTrailFiles --query TopicArn --output text)
cat > topic-policy.json <<EOF
{"Version":"2012-10-17","Statement":[{"Sid":"AWSCloudTrailSNSPolicy20131101","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"SNS:Publish","Resource":"$DIRECT_TOPIC_ARN"}]}
EOF
aws sns set-topic-attributes --topic-arn "$DIRECT_TOPIC_ARN" --attribute-name Policy --attribute-value file://topic-policy.json
aws sns subscribe --topic-arn "$DIRECT_TOPIC_ARN" --protocol email --notification-endpoint ${analyst} --query SubscriptionArn --output text`,
    prints: 'pending confirmation',
  },
  {
    mailTo: analyst,
    subject: 'AWS Notification - Subscription Confirmation',
    holds: ':CloudTrailFiles',
    click: 'Subscription confirmed!',
  },
  {
    run: 'aws cloudtrail create-trail --name FanoyDirectTrail --s3-bucket-name fanoy-cloudtrail-logs --sns-topic-name CloudTrailFiles',
    shows: { Name: 'FanoyDirectTrail', SnsTopicName: 'CloudTrailFiles' },
  },
  {
    mailTo: analyst,
    subject: 'AWS Notification Message',
    holds: 'CloudTrail validation message.',
  },
  { run: 'aws cloudtrail start-logging --name FanoyDirectTrail' },
  {
    run: 'aws secretsmanager get-secret-value --secret-id FanoyDBSecret --profile SecMonitorUser',
    shows: { Name: 'FanoyDBSecret' },
  },
  {
    mailTo: analyst,
    subject: 'AWS Notification Message',
    holds: '{"s3Bucket":"fanoy-cloudtrail-logs","s3ObjectKey":["AWSLogs/',
  },
];

/** The files in the bucket hold the reads. */
export const logFiles: Steps = [
  { run: 'aws s3 ls', prints: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d fanoy-cloudtrail-logs$/ },
  {
    run: 'aws s3 ls s3://fanoy-cloudtrail-logs --recursive',
    prints:
      /CloudTrail\/us-east-1\/[\d/]{10}\/\d{12}_CloudTrail_us-east-1_\d{8}T\d{4}Z_\w{16}\.json\.gz/,
  },
  {
    run: `KEY=$(aws s3api list-objects-v2 --bucket fanoy-cloudtrail-logs --prefix "AWSLogs/$ACCOUNT/CloudTrail/us-east-1/" --query "Contents[0].Key" --output text)
          aws s3 cp "s3://fanoy-cloudtrail-logs/$KEY" - | gunzip`,
    shows: { Records: [{ awsRegion: 'us-east-1' }] },
  },
  {
    run: `aws s3 cp s3://fanoy-cloudtrail-logs/AWSLogs ./trail-files --recursive --quiet
          find trail-files -name '*.json.gz' | xargs gunzip -c | grep -o '"eventName":"GetSecretValue"' | sort -u`,
    prints: '"eventName":"GetSecretValue"',
    until: true,
  },
];

/** As the tutorials end: nothing is to stay that costs money. */
export const cleanUp: Steps = [
  {
    run: `for ARN in $(aws sns list-subscriptions --query "Subscriptions[].SubscriptionArn" --output text); do
            aws sns unsubscribe --subscription-arn "$ARN"
          done
          aws sns list-subscriptions --query Subscriptions`,
    prints: '[]',
  },
  { run: 'aws sns delete-topic --topic-arn "$TOPIC_ARN"' },
  { run: 'aws sns delete-topic --topic-arn "$DIRECT_TOPIC_ARN"' },
  {
    run: 'aws cloudwatch describe-alarms --query "MetricAlarms[].AlarmName" --output text',
    prints: 'FanoyDBSecretAlert\tSecretsMonitorAlert',
  },
  { run: 'aws cloudwatch delete-alarms --alarm-names SecretsMonitorAlert FanoyDBSecretAlert' },
  {
    run: `for NAME in $(aws logs describe-metric-filters --log-group-name fanoy-log-group --query "metricFilters[].filterName" --output text); do
            aws logs delete-metric-filter --log-group-name fanoy-log-group --filter-name "$NAME"
          done
          aws logs describe-metric-filters --log-group-name fanoy-log-group --query metricFilters`,
    prints: '[]',
  },
  {
    run: 'aws cloudtrail describe-trails --query "trailList[].Name" --output text',
    prints: /^FanoyDirectTrail\tFanoyTrail$|^FanoyTrail\tFanoyDirectTrail$/,
  },
  { run: 'aws cloudtrail delete-trail --name FanoyTrail' },
  { run: 'aws cloudtrail delete-trail --name FanoyDirectTrail' },
  {
    run: 'aws logs describe-log-groups --query "logGroups[].logGroupName" --output text',
    prints: 'fanoy-log-group',
  },
  { run: 'aws logs delete-log-group --log-group-name fanoy-log-group' },
  {
    run: 'aws s3api delete-bucket --bucket fanoy-cloudtrail-logs',
    fails:
      'An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty',
  },
  { run: 'aws s3 rm s3://fanoy-cloudtrail-logs --recursive', prints: /^delete: s3:/ },
  { run: 'aws s3api delete-bucket --bucket fanoy-cloudtrail-logs' },
  {
    run: 'aws iam delete-role --role-name CloudTrailRoleForCloudWatchLogs',
    fails:
      'An error occurred (DeleteConflict) when calling the DeleteRole operation: Cannot delete entity, must delete policies first.',
  },
  {
    run: 'aws iam delete-role-policy --role-name CloudTrailRoleForCloudWatchLogs --policy-name CloudWatchLogsPolicy',
  },
  { run: 'aws iam delete-role --role-name CloudTrailRoleForCloudWatchLogs' },
  {
    run: 'aws secretsmanager delete-secret --secret-id TopSecretInfo --force-delete-without-recovery',
    shows: { Name: 'TopSecretInfo' },
  },
  {
    run: 'aws secretsmanager delete-secret --secret-id FanoyDBSecret --force-delete-without-recovery',
    shows: { Name: 'FanoyDBSecret' },
  },
  {
    run: 'aws iam detach-user-policy --user-name SecMonitorUser --policy-arn arn:aws:iam::aws:policy/SecretsManagerReadWrite',
  },
  { run: 'aws iam delete-access-key --user-name SecMonitorUser --access-key-id "$KEY_ID"' },
  { run: 'aws iam delete-user --user-name SecMonitorUser' },
];

export const nothingLeft: Steps = [
  ...[
    'aws sns list-subscriptions --query Subscriptions',
    'aws sns list-topics --query Topics',
    'aws cloudwatch describe-alarms --query MetricAlarms',
    'aws logs describe-metric-filters --query metricFilters',
    'aws logs describe-log-groups --query logGroups',
    'aws cloudtrail describe-trails --query trailList',
    'aws s3api list-buckets --query Buckets',
    'aws iam list-roles --query Roles',
    'aws secretsmanager list-secrets --query SecretList',
    'aws iam list-users --query "Users[?UserName==\'SecMonitorUser\']"',
  ].map((run) => ({ run, prints: '[]' })),
  { run: 'aws s3 ls', prints: '' },
];
