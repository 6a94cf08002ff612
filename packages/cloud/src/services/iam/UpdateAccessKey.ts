import type { UpdateAccessKeyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { keyOfUser } from './accessKeys.ts';
import { on, userKind } from './holders.ts';
import { accessKeys } from './state.ts';

/** Switches an access key on or off. It acts on the next request. */
export const UpdateAccessKey = operation<UpdateAccessKeyRequest, object>({
  accepts: ['UserName', 'AccessKeyId', 'Status'],
  ...on(userKind),
  run: (input, context) => {
    const key = keyOfUser(input, context);
    const status = input.Status === 'Active' ? 'Active' : 'Inactive';
    context.globalTable(accessKeys).put({ ...key, status });
    return {};
  },
});
