import type { GetTrailRequest, GetTrailResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { resourceTagKeys } from './tags.ts';
import { describeTrail } from './trailDescription.ts';
import { trailArn, visibleTrail } from './trailNames.ts';

export const GetTrail = operation<GetTrailRequest, GetTrailResponse>({
  accepts: ['Name'],
  resource: ({ Name }, context) => trailArn(Name, context),
  conditionKeys: ({ Name }, context) => resourceTagKeys(trailArn(Name, context), context),
  run: ({ Name }, context) => ({ Trail: describeTrail(visibleTrail(Name, context)) }),
});
