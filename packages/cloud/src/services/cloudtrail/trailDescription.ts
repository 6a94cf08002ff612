import { isDeepStrictEqual } from 'node:util';
import type { CreateTrailResponse, Trail as TrailDescription } from '@aws-sdk/client-cloudtrail';
import { defaultEventSelectors, type Trail } from './state.ts';

/** A trail as CreateTrail and UpdateTrail answer it. */
export function trailSettings(trail: Trail): CreateTrailResponse {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.prefix,
    SnsTopicName: trail.topic?.given,
    SnsTopicARN: trail.topic?.arn,
    IncludeGlobalServiceEvents: trail.includesGlobalServices,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: false,
    CloudWatchLogsLogGroupArn: trail.logGroup?.arn,
    CloudWatchLogsRoleArn: trail.logGroup?.roleArn,
    IsOrganizationTrail: false,
  };
}

/** A trail as GetTrail and DescribeTrails tell it. */
export function describeTrail(trail: Trail): TrailDescription {
  return {
    ...trailSettings(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: !isDeepStrictEqual(trail.eventSelectors, defaultEventSelectors),
    HasInsightSelectors: false,
  };
}
