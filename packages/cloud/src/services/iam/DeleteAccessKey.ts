import type { DeleteAccessKeyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { keyOfUser } from './accessKeys.ts';
import { on, userKind } from './holders.ts';
import { accessKeys, lastUses } from './state.ts';

/** Deletes an access key for good. */
export const DeleteAccessKey = operation<DeleteAccessKeyRequest, object>({
  accepts: ['UserName', 'AccessKeyId'],
  ...on(userKind),
  run: (input, context) => {
    const { accessKeyId } = keyOfUser(input, context);
    context.globalTable(accessKeys).delete(accessKeyId);
    context.globalTable(lastUses).delete(accessKeyId);
    return {};
  },
});
