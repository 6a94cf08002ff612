import type { DeleteAccountAliasRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { accountAliases } from './state.ts';

/** Deletes the account's alias. */
export const DeleteAccountAlias = operation<DeleteAccountAliasRequest, object>({
  accepts: ['AccountAlias'],
  resource: () => '*',
  run: ({ AccountAlias }, context) => {
    const aliases = context.globalTable(accountAliases);
    if (aliases.get('alias')?.alias !== AccountAlias) {
      const message = `The account alias ${AccountAlias} cannot be found.`;
      throw new AwsError('NoSuchEntityException', message);
    }
    aliases.delete('alias');
    return {};
  },
});
