import type { GetSessionTokenRequest, GetSessionTokenResponse } from '@aws-sdk/client-sts';
import { operation } from '../../kernel/operation.ts';
import { credentialsShape, recordedCredentials } from './credentialsShape.ts';
import { refuseSessions } from './refuseSessions.ts';

/** Gives a user temporary credentials of its own. It needs no permission, but a user's key. */
export const GetSessionToken = operation<GetSessionTokenRequest, GetSessionTokenResponse>({
  accepts: ['DurationSeconds'],
  action: null,
  resource: () => '*',
  readOnly: false,
  record: {
    response: ({ Credentials }) => ({ credentials: recordedCredentials(Credentials!) }),
  },
  run: ({ DurationSeconds = defaultSeconds }, context) => {
    refuseSessions('GetSessionToken', context.caller);
    const credentials = context.identities.openSession({
      accountId: context.accountId,
      durationSeconds: DurationSeconds,
      of: { user: context.caller.identity },
    });
    return { Credentials: credentialsShape(credentials) };
  },
});

/** Twelve hours. */
const defaultSeconds = 43_200;
