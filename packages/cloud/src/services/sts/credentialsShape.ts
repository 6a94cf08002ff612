import type { Credentials } from '@aws-sdk/client-sts';
import type { TemporaryCredentials } from '../../kernel/identities.ts';
import { recordTime } from '../../kernel/recordTime.ts';

export function credentialsShape(credentials: TemporaryCredentials): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiresMs } = credentials;
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(Math.floor(expiresMs / 1000) * 1000),
  };
}

/** What CloudTrail keeps of credentials: everything but the secret. */
export function recordedCredentials({ AccessKeyId, SessionToken, Expiration }: Credentials) {
  return {
    accessKeyId: AccessKeyId,
    sessionToken: SessionToken,
    expiration: recordTime(Expiration!),
  };
}
