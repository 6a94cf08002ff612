import type { DeleteTrailRequest, DeleteTrailResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { endFeeds } from './feeds.ts';
import { statusTable, trailsTable } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { homeTrail, trailArn } from './trailNames.ts';

/** Removes a trail. What it took until now, this call's own record included, is still delivered. */
export const DeleteTrail = operation<DeleteTrailRequest, DeleteTrailResponse>({
  accepts: ['Name'],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  run: ({ Name }, context) => {
    const trail = homeTrail(Name, context);
    endFeeds(trail, context);
    context.globalTable(trailsTable).delete(trail.arn);
    context.globalTable(statusTable).delete(trail.id);
    return {};
  },
});
