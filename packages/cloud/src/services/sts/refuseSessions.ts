import type { Caller } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';

/** What AWS gives only to those who sign with a user's own key. */
export function refuseSessions(operation: string, { identity }: Caller) {
  if (!('sessionContext' in identity.userIdentity)) return;
  throw new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, {
    statusCode: 403,
  });
}
