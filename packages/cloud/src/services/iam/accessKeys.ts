import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { userOrCaller } from './holders.ts';
import { type AccessKey, accessKeys } from './state.ts';

/** An access key of a user, by default of the caller. */
export function keyOfUser(
  { UserName, AccessKeyId = '' }: { readonly UserName?: string; readonly AccessKeyId?: string },
  context: Context,
): AccessKey {
  const user = userOrCaller(UserName, context);
  const key = context.globalTable(accessKeys).get(AccessKeyId);
  if (key?.userId === user.id) return key;
  throw noSuchKey(AccessKeyId);
}

export function noSuchKey(accessKeyId: string): AwsError {
  const message = `The Access Key with id ${accessKeyId} cannot be found.`;
  return new AwsError('NoSuchEntityException', message);
}
