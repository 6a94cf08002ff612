import type { DescribeTrailsRequest, DescribeTrailsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { trailsTable } from './state.ts';
import { describeTrail } from './trailDescription.ts';
import { checkTrailName, isVisible } from './trailNames.ts';

/**
 * Tells of the trails of this Region and of the shadows of trails of all Regions. A name means a
 * trail of this Region, an ARN one that is seen from here; unknown ones are left out.
 */
export const DescribeTrails = operation<DescribeTrailsRequest, DescribeTrailsResponse>({
  accepts: ['trailNameList', 'includeShadowTrails'],
  resource: () => '*',
  run: ({ trailNameList = [], includeShadowTrails = true }, context) => {
    for (const name of trailNameList) checkTrailName(name);
    const asked = new Set(trailNameList);
    const trails = [...context.globalTable(trailsTable).values()].filter((trail) => {
      const isHome = trail.homeRegion === context.region;
      if (asked.size > 0 && !asked.has(trail.arn) && !(isHome && asked.has(trail.name))) {
        return false;
      }
      return isHome || (includeShadowTrails && isVisible(trail, context));
    });
    return { trailList: trails.map(describeTrail) };
  },
});
