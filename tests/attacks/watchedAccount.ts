import { randomBytes } from 'node:crypto';
import {
  builtInRules,
  createDetector,
  type Detection,
  type Finding,
  loadRules,
  noConfiguration,
  select,
} from '@tocsin/detect';
import { toEventPattern, toFilterPattern } from '@tocsin/engine/sigma/targets';
import {
  deployKillSwitch,
  type Incident,
  incidentStore,
  perRegion,
  realTime,
  type World,
} from '@tocsin/stack/killswitch';
import { type Clients, policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';

export const accountId = '123456789012';
export const home = 'us-east-1';
/** Where the honeytoken can have a replica: watched as well. */
export const abroad = 'eu-west-1';
export const honeytoken = 'Production_Database_Credentials';
export const names = {
  trail: 'main',
  logGroup: 'cloudtrail',
  filter: 'honeytoken-touched',
  alarm: 'HoneytokenTouched',
  rule: 'HoneytokenTouched',
  killSwitchRule: 'tocsin-kill-switch',
} as const;

/** Who is told what: each has a topic and a mailbox of its own. */
export const flows = {
  /** Flow 1: trail, log group, metric filters, alarm. */
  alarm: 'HoneytokenAlarms',
  /** Flow 2: trail, event bus, rule. */
  details: 'HoneytokenDetails',
  /** Flow 2 for whoever takes the watch away. */
  tamper: 'MonitorTamperedWith',
  /** What the kill-switch says of its work. */
  outcome: 'Incidents',
} as const;
export type Flow = keyof typeof flows;

export const mailbox = (flow: Flow) => `${flow}@example.com`;
export const topicArn = (flow: Flow) => `arn:aws:sns:${home}:${accountId}:${flows[flow]}`;
export const ruleArn = (name: string) => `arn:aws:events:${home}:${accountId}:rule/${name}`;

/** An account at AWS's pace, with a honeytoken, both flows, detections and the kill-switch. */
export interface WatchedAccount {
  readonly cloud: TestCloud;
  readonly secretArn: string;
  readonly world: World;
  readonly evidenceBucket: string;
  incidents(): Promise<Incident[]>;
  findings(): Promise<Finding[]>;
}

export async function startWatchedAccount(): Promise<WatchedAccount> {
  const cloud = await startTestCloud({
    pace: 'aws',
    startMs: realTime.now() - setUpMs,
    detector: createDetector(select(detections, { packs }, noConfiguration)),
  });
  const world = worldOf(cloud);
  const { ARN } = await cloud.secretsmanager.createSecret({
    Name: honeytoken,
    SecretString: JSON.stringify({ username: 'admin', password: randomBytes(18).toString('hex') }),
    Tags: [{ Key: 'tocsin:honeytoken', Value: 'true' }],
  });
  for (const flow of Object.keys(flows) as Flow[]) await makeTopic(cloud, flow);
  await makeTrail(cloud, names.trail);
  await raiseAlarm(cloud);
  await sendDetails(cloud);
  await watchTheWatch(cloud);
  const { evidenceBucket } = await deployKillSwitch(
    cloud,
    {
      region: home,
      topicArn: topicArn('outcome'),
      alsoIn: [cloud.as({ region: abroad }).eventbridge],
      settings: { VERIFY_SECONDS: '0' },
    },
    world.time,
  );
  return {
    ...{ cloud, world, evidenceBucket },
    secretArn: ARN!,
    async incidents() {
      const store = incidentStore(cloud.s3, evidenceBucket);
      const listed = [...(await store.list()), ...(await store.listJoined())];
      const read = await Promise.all(listed.map(({ id }) => store.read(id)));
      return read.filter((incident) => incident !== undefined);
    },
    async findings() {
      const place = { logGroupName: '/tocsin/findings', logStreamName: 'findings' };
      const { events = [] } = await cloud.logs.getLogEvents({ ...place, startFromHead: true });
      return events.map(({ message }) => JSON.parse(message!) as Finding);
    },
  };
}

/** Functions live in real time: the account begins in the past, and catches up when set up. */
export async function catchUp({ cloud }: WatchedAccount) {
  await cloud.advance(`${(realTime.now() - cloud.parts.clock.now()) / 1000}s`);
}

const setUpMs = 180_000;

const packs = ['essential', 'secrets', 'tamper'];
const { detections } = loadRules([builtInRules], noConfiguration);

const detectionNamed = (name: string): Detection =>
  detections.find((detection) => detection.name === name)!;

/** The kill-switch's world, in the account's own time. */
export function worldOf(cloud: TestCloud): World {
  const { cloudtrail, eventbridge, iam, s3, sns, sts } = cloud;
  const globalCloudtrail = cloudtrail;
  const secretsIn = perRegion((region = home) => cloud.as({ region }).secretsmanager);
  const clients = { cloudtrail, globalCloudtrail, eventbridge, iam, s3, secretsIn, sns, sts };
  return {
    clients,
    time: {
      now: () => cloud.parts.clock.now(),
      sleep: (ms) => cloud.advance(`${ms / 1000}s`),
    },
  };
}

async function makeTopic(cloud: TestCloud, flow: Flow) {
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn(flow) };
  const { TopicArn } = await cloud.sns.createTopic({
    Name: flows[flow],
    Attributes: {
      Policy: policyText([
        {
          ...publish,
          Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        },
      ]),
    },
  });
  await cloud.sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: mailbox(flow) });
  await cloud.settled();
  const [invitation] = cloud.mails().filter(({ to }) => to === mailbox(flow));
  await fetch(/http:\/\/\S+/.exec(invitation!.text)![0]);
}

/** A trail of all Regions, to a bucket and to the log group. */
export async function makeTrail({ s3, logs, iam, cloudtrail, advance }: TestCloud, Name: string) {
  const Bucket = `${Name}-trail-logs`;
  await s3.createBucket({ Bucket });
  const service = { Principal: { Service: 'cloudtrail.amazonaws.com' }, Effect: 'Allow' };
  const bucketArn = `arn:aws:s3:::${Bucket}`;
  const Policy = policyText([
    { ...service, Action: 's3:GetBucketAcl', Resource: bucketArn },
    { ...service, Action: 's3:PutObject', Resource: `${bucketArn}/*` },
  ]);
  await s3.putBucketPolicy({ Bucket, Policy });
  const logGroupName = `${names.logGroup}${Name === names.trail ? '' : `-${Name}`}`;
  await logs.createLogGroup({ logGroupName });
  const RoleName = `${Name}-trail`;
  const AssumeRolePolicyDocument = policyText([{ ...service, Action: 'sts:AssumeRole' }]);
  await iam.createRole({ RoleName, AssumeRolePolicyDocument });
  const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const PolicyDocument = policyText([{ Effect: 'Allow', Action, Resource: '*' }]);
  await iam.putRolePolicy({ RoleName, PolicyName: 'write', PolicyDocument });
  await advance('15s');
  await cloudtrail.createTrail({
    Name,
    S3BucketName: Bucket,
    IsMultiRegionTrail: true,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${home}:${accountId}:log-group:${logGroupName}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${accountId}:role/${RoleName}`,
  });
  await cloudtrail.startLogging({ Name });
}

/** Flow 1, made of the detection. What it takes several filters to say counts into one metric. */
async function raiseAlarm({ logs, cloudwatch }: TestCloud) {
  const { sigma } = detectionNamed('honeytoken-touched');
  const { patterns, alarm } = toFilterPattern(sigma, { allowWider: false });
  const metric = { metricNamespace: 'Secrets', metricName: 'HoneytokenTouched' };
  for (const [index, filterPattern] of patterns.entries()) {
    await logs.putMetricFilter({
      logGroupName: names.logGroup,
      filterName: `${names.filter}-${index + 1}`,
      filterPattern,
      metricTransformations: [{ ...metric, metricValue: '1' }],
    });
  }
  await cloudwatch.putMetricAlarm({
    AlarmName: names.alarm,
    Namespace: metric.metricNamespace,
    MetricName: metric.metricName,
    Statistic: 'Sum',
    Period: alarm!.periodSeconds,
    EvaluationPeriods: alarm!.evaluationPeriods,
    Threshold: alarm!.threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: alarm!.treatMissingData,
    AlarmActions: [topicArn('alarm')],
  });
}

/** Flow 2, made of the same detection; the mail tells who did what, from where and when. */
async function sendDetails({ eventbridge }: TestCloud) {
  await tellTopic(eventbridge, 'honeytoken-touched', names.rule, 'details');
}

/** Flow 2 for what an attacker would do first. */
async function watchTheWatch({ eventbridge }: TestCloud) {
  for (const { name, source } of detections.filter(({ isStep }) => !isStep)) {
    if (!/^detections\/tamper\//.test(source.file)) continue;
    await tellTopic(eventbridge, name, `tamper-${name}`, 'tamper');
  }
}

async function tellTopic(
  eventbridge: Clients['eventbridge'],
  detection: string,
  Name: string,
  flow: Flow,
) {
  const { sigma } = detectionNamed(detection);
  const { patterns, state } = toEventPattern(sigma, { allowWider: true });
  for (const [index, pattern] of patterns.entries()) {
    const Rule = index === 0 ? Name : `${Name}-${index + 1}`;
    await eventbridge.putRule({ Name: Rule, EventPattern: JSON.stringify(pattern), State: state });
    const InputTransformer = {
      InputPathsMap: {
        who: '$.detail.userIdentity.arn',
        what: '$.detail.eventName',
        from: '$.detail.sourceIPAddress',
        when: '$.detail.eventTime',
      },
      InputTemplate: `"${detection}: <who> called <what> from <from> at <when>."`,
    };
    const Targets = [{ Id: 'mail', Arn: topicArn(flow), InputTransformer }];
    await eventbridge.putTargets({ Rule, Targets });
  }
}
