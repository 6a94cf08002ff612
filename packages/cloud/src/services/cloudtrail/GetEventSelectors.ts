import type {
  GetEventSelectorsRequest,
  GetEventSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { resourceTagKeys } from './tags.ts';
import { trailArn, visibleTrail } from './trailNames.ts';

export const GetEventSelectors = operation<GetEventSelectorsRequest, GetEventSelectorsResponse>({
  accepts: ['TrailName'],
  resource: ({ TrailName }, context) => trailArn(TrailName, context),
  conditionKeys: ({ TrailName }, context) => resourceTagKeys(trailArn(TrailName, context), context),
  run: ({ TrailName }, context) => {
    const { arn, eventSelectors } = visibleTrail(TrailName, context);
    return { TrailARN: arn, EventSelectors: [...eventSelectors] };
  },
});
