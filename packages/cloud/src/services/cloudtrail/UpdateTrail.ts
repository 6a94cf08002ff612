import type { UpdateTrailRequest, UpdateTrailResponse } from '@aws-sdk/client-cloudtrail';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { checkBucket } from './bucketCheck.ts';
import { checkReach, refuseUnbuilt } from './CreateTrail.ts';
import { turnFeeds } from './feeds.ts';
import { checkLogGroup, logGroupOf, passedToTrail } from './logGroupCheck.ts';
import { statusTable, type Trail, trailsTable } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { checkTopic, topicOf } from './topicCheck.ts';
import { trailSettings } from './trailDescription.ts';
import { homeTrail, trailArn } from './trailNames.ts';

/** Changes what is sent and tries only that again; what is left out stays. */
export const UpdateTrail = operation<UpdateTrailRequest, UpdateTrailResponse>({
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
  ],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  passedRoles: passedToTrail,
  run: (input, context) => {
    refuseUnbuilt('UpdateTrail', input);
    const before = homeTrail(input.Name, context);
    const trail = changed(before, input, context);
    checkReach(trail);
    if (input.S3BucketName !== undefined || input.S3KeyPrefix !== undefined) {
      checkBucket(trail, context);
    }
    if (input.SnsTopicName !== undefined) checkTopic(trail, context);
    if (trail.logGroup !== before.logGroup) checkLogGroup(trail, context);
    context.globalTable(trailsTable).put(trail);
    if (!trail.logGroup) forgetLogGroup(trail, context);
    turnFeeds(trail, context);
    return trailSettings(trail);
  },
});

function changed(trail: Trail, input: UpdateTrailRequest, context: Context): Trail {
  const { S3BucketName, S3KeyPrefix, SnsTopicName } = input;
  return {
    ...trail,
    bucket: S3BucketName ?? trail.bucket,
    prefix: (S3KeyPrefix ?? trail.prefix) || undefined,
    topic:
      SnsTopicName === undefined
        ? trail.topic
        : SnsTopicName
          ? topicOf(SnsTopicName, context)
          : undefined,
    logGroup: logGroupOf(input, trail.logGroup),
    includesGlobalServices: input.IncludeGlobalServiceEvents ?? trail.includesGlobalServices,
    isMultiRegion: input.IsMultiRegionTrail ?? trail.isMultiRegion,
  };
}

/** GetTrailStatus tells nothing of a log group that the trail no longer has. */
function forgetLogGroup({ id }: Trail, context: Context) {
  const table = context.globalTable(statusTable);
  const status = table.get(id);
  if (status) table.put({ ...status, logsDeliveredMs: undefined, logsError: undefined });
}
