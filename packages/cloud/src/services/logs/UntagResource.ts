import type { UntagResourceRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOfArn, onTaggedResource, removeTags } from './tags.ts';

export const UntagResource = operation<UntagResourceRequest, object>({
  accepts: ['resourceArn', 'tagKeys'],
  ...onTaggedResource,
  run(input, context) {
    removeTags(groupOfArn(input, context), input.tagKeys!, context);
    return {};
  },
});
