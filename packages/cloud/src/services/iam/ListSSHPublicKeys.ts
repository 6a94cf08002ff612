import type { ListSSHPublicKeysRequest, ListSSHPublicKeysResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { sshKeySummary } from './credentialShapes.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { pageOf } from './pages.ts';
import { sshKeys } from './state.ts';

/** Lists the SSH public keys of a user, by default of the caller. */
export const ListSSHPublicKeys = operation<ListSSHPublicKeysRequest, ListSSHPublicKeysResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const user = userOrCaller(input.UserName, context);
    const own = context.globalTable(sshKeys).find('user', user.id);
    const { items, more } = pageOf(own, ({ id }) => id, input);
    return { SSHPublicKeys: items.map((key) => sshKeySummary(user, key)), ...more };
  },
});
