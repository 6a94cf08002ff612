import type { ListTrailsRequest, ListTrailsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { trailsTable } from './state.ts';

/** All trails of the account, wherever their home is: at most five a Region, so one page. */
export const ListTrails = operation<ListTrailsRequest, ListTrailsResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => ({
    Trails: [...context.globalTable(trailsTable).values()].map(({ arn, name, homeRegion }) => ({
      TrailARN: arn,
      Name: name,
      HomeRegion: homeRegion,
    })),
  }),
});
