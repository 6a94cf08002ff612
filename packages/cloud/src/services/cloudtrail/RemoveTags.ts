import type { RemoveTagsRequest, RemoveTagsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../../kernel/operation.ts';
import { trailsTable } from './state.ts';
import { requestTagKeys, resourceTagKeys, taggedTrail } from './tags.ts';

/** Removes tags by key; the values that are sent along do not matter. */
export const RemoveTags = operation<RemoveTagsRequest, RemoveTagsResponse>({
  accepts: ['ResourceId', 'TagsList'],
  resource: ({ ResourceId }) => ResourceId ?? '*',
  conditionKeys: ({ ResourceId = '', TagsList }, context) => ({
    'aws:tagkeys': requestTagKeys(TagsList)['aws:tagkeys'],
    ...resourceTagKeys(ResourceId, context),
  }),
  run: ({ ResourceId, TagsList = [] }, context) => {
    const trail = taggedTrail(ResourceId!, context);
    const removed = new Set(TagsList.map(({ Key }) => Key));
    const tags = trail.tags.filter(({ Key }) => !removed.has(Key));
    context.globalTable(trailsTable).put({ ...trail, tags });
    return {};
  },
});
