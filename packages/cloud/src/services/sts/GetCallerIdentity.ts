import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { operation } from '../../kernel/operation.ts';

/** Says who the caller is. It needs no permission: even a denied principal may ask. */
export const GetCallerIdentity = operation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
  accepts: [],
  action: null,
  resource: () => '*',
  run: (_input, context) => {
    const { userIdentity } = context.caller.identity;
    return {
      UserId: String(userIdentity.principalId),
      Account: context.accountId,
      Arn: String(userIdentity.arn),
    };
  },
});
