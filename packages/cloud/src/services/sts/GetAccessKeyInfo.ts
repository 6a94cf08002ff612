import type { GetAccessKeyInfoRequest, GetAccessKeyInfoResponse } from '@aws-sdk/client-sts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { accountOfAccessKeyId } from '../../kernel/uniqueId.ts';

/** Tells the account of any access key, known or not: AWS's ids carry it. */
export const GetAccessKeyInfo = operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>({
  accepts: ['AccessKeyId'],
  resource: () => '*',
  run: ({ AccessKeyId = '' }, context) => {
    const isOwn = context.identities.credential(AccessKeyId) !== undefined;
    const account = isOwn ? context.accountId : accountOfAccessKeyId(AccessKeyId);
    if (account !== undefined) return { Account: account };
    throw new AwsError('ValidationError', `Invalid AccessKeyId: ${AccessKeyId}`);
  },
});
