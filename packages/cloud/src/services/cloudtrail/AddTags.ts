import type { AddTagsRequest, AddTagsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { trailsTable } from './state.ts';
import { requestTagKeys, resourceTagKeys, taggedTrail, withTags } from './tags.ts';

export const AddTags = operation<AddTagsRequest, AddTagsResponse>({
  accepts: ['ResourceId', 'TagsList'],
  resource: ({ ResourceId }) => ResourceId ?? '*',
  conditionKeys: ({ ResourceId = '', TagsList }, context) => ({
    ...requestTagKeys(TagsList),
    ...resourceTagKeys(ResourceId, context),
  }),
  run: ({ ResourceId, TagsList = [] }, context) => {
    const trail = taggedTrail(ResourceId!, context);
    const tags = withTags(trail.tags, TagsList);
    context.globalTable(trailsTable).put({ ...trail, tags });
    return {};
  },
});
