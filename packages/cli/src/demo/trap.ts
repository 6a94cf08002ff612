import { randomBytes } from 'node:crypto';
import { loadKillSwitch } from '../incident/loadKillSwitch.ts';
import type { Terminal } from '../terminal.ts';
import { build, confirmedTopic, keyOf, policy, type Step } from './setUp.ts';
import { type Credentials, names, type World } from './world.ts';

/** The second act: a secret that exists to be found, and what happens to whoever takes it. */
export const trapNames = {
  honeytoken: 'Production_Database_Credentials',
  victim: 'Victim',
  alarm: 'HoneytokenAlert',
  metric: 'HoneytokenReadCount',
  filter: 'HoneytokenReads',
  rule: 'HoneytokenTouched',
  topic: 'SecurityDetails',
  mailTo: 'responder@example.com',
  /** On AWS a minute, so that a denial is seen to last; here one does not want to wait so long. */
  verifySeconds: 3,
} as const;

/** Sets the trap. Gives the key of the user who will walk into it. */
export async function setTrap(world: World, terminal: Terminal): Promise<Credentials> {
  await build(world, steps, terminal);
  return keyOf(world, trapNames.victim);
}

const steps: readonly Step[] = [
  {
    what: `honeytoken ${trapNames.honeytoken}`,
    calls: 'CreateSecret',
    async run({ secrets }) {
      const password = randomBytes(18).toString('base64');
      await secrets.createSecret({
        Name: trapNames.honeytoken,
        Description: 'Nobody needs it: whoever reads it looks for something to take.',
        SecretString: JSON.stringify({ username: 'admin', password }),
        Tags: [{ Key: 'tocsin:honeytoken', Value: 'true' }],
      });
    },
  },
  {
    what: `user ${trapNames.victim}, whose access key was stolen`,
    calls: 'CreateUser PutUserPolicy CreateAccessKey',
    async run({ iam }) {
      await iam.createUser({ UserName: trapNames.victim });
      await iam.putUserPolicy({
        UserName: trapNames.victim,
        PolicyName: 'ReadSecrets',
        PolicyDocument: policy({
          Effect: 'Allow',
          Action: ['secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'],
          Resource: '*',
        }),
      });
    },
  },
  {
    what: `flow 1: metric filter, alarm ${trapNames.alarm}`,
    calls: 'PutMetricFilter PutMetricAlarm',
    run: alarmRoad,
  },
  {
    what: `flow 2: topic ${trapNames.topic} for ${trapNames.mailTo}`,
    calls: 'CreateTopic Subscribe ConfirmSubscription',
    run: (world) =>
      confirmedTopic(world, {
        name: trapNames.topic,
        mailTo: trapNames.mailTo,
        policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: world.arn('sns', trapNames.topic),
          Condition: {
            ArnEquals: { 'aws:SourceArn': world.arn('events', `rule/${trapNames.rule}`) },
          },
        }),
      }),
  },
  {
    what: `flow 2: rule ${trapNames.rule}, which tells who and from where`,
    calls: 'PutRule PutTargets',
    run: eventRoad,
  },
  {
    what: 'kill-switch: function, role, rule, bucket for the evidence',
    calls: 'CreateFunction CreateRole PutRule …',
    async run({ cloudtrail, eventbridge, iam, lambda, s3, sts, box, arn }) {
      const { deployKillSwitch, realTime } = await loadKillSwitch();
      const clients = { cloudtrail, eventbridge, iam, lambda, s3, sts };
      const settings = {
        VERIFY_SECONDS: String(trapNames.verifySeconds),
        VERIFY_EVERY_SECONDS: '1',
      };
      const topicArn = arn('sns', trapNames.topic);
      await deployKillSwitch(clients, { region: box.region, topicArn, settings }, realTime);
    },
  },
  {
    what: 'kill-switch tried: what it would do to the victim',
    calls: 'Invoke',
    async run({ lambda, arn }) {
      const { killSwitchName: FunctionName } = await loadKillSwitch();
      const principal = arn('iam', `user/${trapNames.victim}`, '');
      const Payload = JSON.stringify({ action: 'dry-run', principal });
      const { FunctionError } = await lambda.invoke({ FunctionName, Payload });
      if (FunctionError) throw new Error(`the function ended with ${FunctionError}`);
    },
  },
];

async function alarmRoad({ logs, cloudwatch, arn }: World) {
  await logs.putMetricFilter({
    logGroupName: names.logGroup,
    filterName: trapNames.filter,
    filterPattern: `{ $.requestParameters.secretId = "*${trapNames.honeytoken}*" }`,
    metricTransformations: [
      { metricNamespace: names.namespace, metricName: trapNames.metric, metricValue: '1' },
    ],
  });
  await cloudwatch.putMetricAlarm({
    AlarmName: trapNames.alarm,
    AlarmDescription: 'Somebody read the honeytoken. Who: the mail of the event road says it.',
    Namespace: names.namespace,
    MetricName: trapNames.metric,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [arn('sns', names.alarmTopic)],
  });
}

/** A read is read-only: in the state ENABLED the rule would never see it. */
async function eventRoad({ eventbridge, arn }: World) {
  await eventbridge.putRule({
    Name: trapNames.rule,
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: JSON.stringify({
      source: ['aws.secretsmanager'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventName: ['GetSecretValue'],
        requestParameters: { secretId: [{ wildcard: `*${trapNames.honeytoken}*` }] },
      },
    }),
  });
  await eventbridge.putTargets({
    Rule: trapNames.rule,
    Targets: [
      {
        Id: 'mail',
        Arn: arn('sns', trapNames.topic),
        InputTransformer: {
          InputPathsMap: {
            who: '$.detail.userIdentity.arn',
            key: '$.detail.userIdentity.accessKeyId',
            what: '$.detail.eventName',
            secret: '$.detail.requestParameters.secretId',
            from: '$.detail.sourceIPAddress',
            when: '$.detail.eventTime',
          },
          InputTemplate:
            '"<who> (key <key>) called <what> on <secret> from <from> at <when>. It is a honeytoken: nobody has a reason to."',
        },
      },
    ],
  });
}
