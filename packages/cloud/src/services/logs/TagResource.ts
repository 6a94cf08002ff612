import type { TagResourceRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { addTags, groupOfArn, onTaggedResource } from './tags.ts';

export const TagResource = operation<TagResourceRequest, object>({
  accepts: ['resourceArn', 'tags'],
  ...onTaggedResource,
  run(input, context) {
    addTags(groupOfArn(input, context), input.tags!, context);
    return {};
  },
});
