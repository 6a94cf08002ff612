import type { GetTrailStatusRequest, GetTrailStatusResponse } from '@aws-sdk/client-cloudtrail';
import { isoSeconds } from '../../kernel/isoTime.ts';
import { operation } from '../../kernel/operation.ts';
import { statusTable, type TrailStatus } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { trailArn, visibleTrail } from './trailNames.ts';

/**
 * How a trail's deliveries stand. Times that have not come yet are left out, those among them that
 * AWS gives as text are empty. When it stopped the last time stays told while it logs again.
 */
export const GetTrailStatus = operation<GetTrailStatusRequest, GetTrailStatusResponse>({
  accepts: ['Name'],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  run: ({ Name }, context) => {
    const { id, isLogging, startedMs, stoppedMs } = visibleTrail(Name, context);
    const status: TrailStatus = context.globalTable(statusTable).get(id) ?? { trailId: id };
    return {
      IsLogging: isLogging,
      LatestDeliveryError: status.deliveryError,
      LatestNotificationError: status.notificationError,
      LatestDeliveryTime: dateOf(status.deliveredMs),
      LatestNotificationTime: dateOf(status.notifiedMs),
      StartLoggingTime: dateOf(startedMs),
      StopLoggingTime: dateOf(stoppedMs),
      LatestCloudWatchLogsDeliveryError: status.logsError,
      LatestCloudWatchLogsDeliveryTime: dateOf(status.logsDeliveredMs),
      LatestDeliveryAttemptTime: textOf(status.deliveryAttemptMs),
      LatestNotificationAttemptTime: textOf(status.notificationAttemptMs),
      LatestNotificationAttemptSucceeded: textOf(status.notifiedMs),
      LatestDeliveryAttemptSucceeded: textOf(status.deliveredMs),
      TimeLoggingStarted: textOf(startedMs),
      TimeLoggingStopped: textOf(stoppedMs),
    };
  },
});

function dateOf(timeMs: number | undefined): Date | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs);
}

/** `2026-09-13T22:14:46Z` */
function textOf(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : isoSeconds(timeMs);
}
