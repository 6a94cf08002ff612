import type { StartLoggingRequest, StartLoggingResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { turnFeeds } from './feeds.ts';
import { trailsTable } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { homeTrail, trailArn } from './trailNames.ts';

/** The trail takes the records that follow the one of this call. */
export const StartLogging = operation<StartLoggingRequest, StartLoggingResponse>({
  accepts: ['Name'],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  run: ({ Name }, context) => {
    const trail = homeTrail(Name, context);
    if (trail.isLogging) return {};
    const started = { ...trail, isLogging: true, startedMs: context.nowMs };
    turnFeeds(context.globalTable(trailsTable).put(started), context);
    return {};
  },
});
