import type { GetSessionTokenRequest, GetSessionTokenResponse } from '@aws-sdk/client-sts';
import { operation } from '../../kernel/operation.ts';
import { credentialsShape, recordedCredentials } from './credentialsShape.ts';
import { mfaOf } from './mfa.ts';
import { refuseSessions } from './refuseSessions.ts';

/** Gives a user temporary credentials of its own. It needs no permission, but a user's key. */
export const GetSessionToken = operation<GetSessionTokenRequest, GetSessionTokenResponse>({
  accepts: ['DurationSeconds', 'SerialNumber', 'TokenCode'],
  action: null,
  resource: () => '*',
  readOnly: false,
  record: {
    response: ({ Credentials }) => ({ credentials: recordedCredentials(Credentials!) }),
  },
  run: (input, context) => {
    refuseSessions('GetSessionToken', context.caller);
    const mfa = mfaOf(input, context);
    const credentials = context.identities.openSession({
      accountId: context.accountId,
      durationSeconds: input.DurationSeconds ?? defaultSeconds,
      of: { user: context.caller.identity },
      ...(mfa ? { mfa } : undefined),
    });
    return { Credentials: credentialsShape(credentials) };
  },
});

/** Twelve hours. */
const defaultSeconds = 43_200;
