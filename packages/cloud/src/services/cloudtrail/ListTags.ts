import type { ListTagsRequest, ListTagsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { taggedTrail } from './tags.ts';

/** The tags of up to 20 trails: one page, so there is never a token. */
export const ListTags = operation<ListTagsRequest, ListTagsResponse>({
  accepts: ['ResourceIdList'],
  resource: ({ ResourceIdList = [] }) => (ResourceIdList.length > 0 ? ResourceIdList : '*'),
  run: ({ ResourceIdList = [] }, context) => ({
    ResourceTagList: ResourceIdList.map((arn) => ({
      ResourceId: arn,
      TagsList: [...taggedTrail(arn, context).tags],
    })),
  }),
});
