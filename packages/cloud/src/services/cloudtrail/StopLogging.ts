import type { StopLoggingRequest, StopLoggingResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { turnFeeds } from './feeds.ts';
import { trailsTable } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { homeTrail, trailArn } from './trailNames.ts';

/** The record of this call is the last that the trail takes. */
export const StopLogging = operation<StopLoggingRequest, StopLoggingResponse>({
  accepts: ['Name'],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  run: ({ Name }, context) => {
    const trail = homeTrail(Name, context);
    if (!trail.isLogging) return {};
    const stopped = { ...trail, isLogging: false, stoppedMs: context.nowMs };
    turnFeeds(context.globalTable(trailsTable).put(stopped), context);
    return {};
  },
});
