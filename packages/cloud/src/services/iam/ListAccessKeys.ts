import type { ListAccessKeysRequest, ListAccessKeysResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { pageOf } from './pages.ts';
import { wholeSecond } from './shapes.ts';
import { accessKeys } from './state.ts';

/** Lists a user's access keys, by default the caller's, without their secrets. */
export const ListAccessKeys = operation<ListAccessKeysRequest, ListAccessKeysResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const user = userOrCaller(input.UserName, context);
    const keys = context.globalTable(accessKeys).find('user', user.id);
    const { items, more } = pageOf(keys, ({ accessKeyId }) => accessKeyId, input);
    return {
      AccessKeyMetadata: items.map(({ accessKeyId, status, createMs }) => ({
        UserName: user.name,
        AccessKeyId: accessKeyId,
        Status: status,
        CreateDate: wholeSecond(createMs),
      })),
      ...more,
    };
  },
});
