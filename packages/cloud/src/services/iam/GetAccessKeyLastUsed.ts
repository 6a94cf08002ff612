import type {
  GetAccessKeyLastUsedRequest,
  GetAccessKeyLastUsedResponse,
} from '@aws-sdk/client-iam';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { noSuchKey } from './accessKeys.ts';
import { on, userKind } from './holders.ts';
import { wholeSecond } from './shapes.ts';
import { accessKeys, lastUses, type User, users } from './state.ts';

/** Tells whose an access key is, and when, where and for which service it was used last. */
export const GetAccessKeyLastUsed = operation<
  GetAccessKeyLastUsedRequest,
  GetAccessKeyLastUsedResponse
>({
  accepts: ['AccessKeyId'],
  resource: ({ AccessKeyId }, context) => ownerOf(AccessKeyId, context)?.arn ?? '*',
  conditionKeys: ({ AccessKeyId }, context) =>
    on(userKind).conditionKeys({ UserName: ownerOf(AccessKeyId, context)?.name ?? '' }, context),
  run: ({ AccessKeyId = '' }, context) => {
    const owner = ownerOf(AccessKeyId, context);
    if (!owner) throw noSuchKey(AccessKeyId);
    const use = context.globalTable(lastUses).get(AccessKeyId);
    return {
      UserName: owner.name,
      AccessKeyLastUsed: use
        ? { LastUsedDate: wholeSecond(use.timeMs), ServiceName: use.service, Region: use.region }
        : { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' },
    };
  },
});

function ownerOf(accessKeyId: string | undefined, context: Context): User | undefined {
  const key = context.globalTable(accessKeys).get(accessKeyId ?? '');
  return key && context.globalTable(users).get(key.userId);
}
