import type { CreateTrailRequest, CreateTrailResponse } from '@aws-sdk/client-cloudtrail';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { checkBucket } from './bucketCheck.ts';
import { checkLogGroup, logGroupOf, passedToTrail } from './logGroupCheck.ts';
import { defaultEventSelectors, type Trail, trailsTable } from './state.ts';
import { requestTagKeys, withTags } from './tags.ts';
import { checkTopic, topicOf } from './topicCheck.ts';
import { trailSettings } from './trailDescription.ts';
import { checkTrailName, isVisible, trailArn } from './trailNames.ts';

/** Makes a trail, once its bucket, topic and log group have taken a try. It does not log yet. */
export const CreateTrail = operation<CreateTrailRequest, CreateTrailResponse>({
  accepts: [
    'Name',
    'S3BucketName',
    'S3KeyPrefix',
    'SnsTopicName',
    'IncludeGlobalServiceEvents',
    'IsMultiRegionTrail',
    'EnableLogFileValidation',
    'CloudWatchLogsLogGroupArn',
    'CloudWatchLogsRoleArn',
    'IsOrganizationTrail',
    'TagsList',
  ],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ TagsList }) => requestTagKeys(TagsList),
  passedRoles: passedToTrail,
  run: (input, context) => {
    const { Name, S3BucketName, S3KeyPrefix, SnsTopicName, TagsList = [] } = input;
    refuseUnbuilt('CreateTrail', input);
    checkTrailName(Name!);
    const trail: Trail = {
      id: context.ids.uuid(),
      arn: context.arn('cloudtrail', `trail/${Name}`),
      name: Name!,
      homeRegion: context.region,
      bucket: S3BucketName!,
      prefix: S3KeyPrefix || undefined,
      topic: SnsTopicName ? topicOf(SnsTopicName, context) : undefined,
      logGroup: logGroupOf(input),
      includesGlobalServices: input.IncludeGlobalServiceEvents ?? true,
      isMultiRegion: input.IsMultiRegionTrail ?? false,
      eventSelectors: defaultEventSelectors,
      isLogging: false,
      tags: withTags([], TagsList),
    };
    checkReach(trail);
    checkRoom(trail, context);
    checkBucket(trail, context);
    checkTopic(trail, context);
    checkLogGroup(trail, context);
    context.globalTable(trailsTable).put(trail);
    return trailSettings(trail);
  },
});

/** What CreateTrail and UpdateTrail take as `false` only. */
export function refuseUnbuilt(
  operationName: string,
  input: Pick<CreateTrailRequest, 'EnableLogFileValidation' | 'IsOrganizationTrail'>,
) {
  for (const name of ['EnableLogFileValidation', 'IsOrganizationTrail'] as const) {
    if (input[name]) throw notImplemented(`${operationName}: ${name}`);
  }
}

/** A trail of all Regions cannot leave the global services out. */
export function checkReach({ isMultiRegion, includesGlobalServices }: Trail) {
  if (!isMultiRegion || includesGlobalServices) return;
  throw new AwsError(
    'InvalidParameterCombinationException',
    'Multi-Region trail must include global service events.',
  );
}

function checkRoom({ name, isMultiRegion }: Trail, context: Context) {
  const { accountId, region } = context;
  const trails = [...context.globalTable(trailsTable).values()];
  const visible = trails.filter((trail) => isVisible(trail, context));
  if ((isMultiRegion ? trails : visible).some((trail) => trail.name === name)) {
    throw new AwsError(
      'TrailAlreadyExistsException',
      `Trail ${name} already exists for customer: ${accountId}`,
    );
  }
  if (visible.length >= trailsOfRegionMax) {
    throw new AwsError(
      'MaximumNumberOfTrailsExceededException',
      `User: ${accountId} already has ${visible.length} trails in ${region}.`,
    );
  }
}

/** A trail of all Regions counts in each of them. */
const trailsOfRegionMax = 5;
