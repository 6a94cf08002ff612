import { hash } from 'node:crypto';
import type { UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse } from '@aws-sdk/client-iam';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { newUniqueId } from '../../kernel/uniqueId.ts';
import { sshKeyShape } from './credentialShapes.ts';
import { named, on, userKind } from './holders.ts';
import { sshKeys } from './state.ts';

/** Keeps an SSH public key of a user. */
export const UploadSSHPublicKey = operation<UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse>({
  accepts: ['UserName', 'SSHPublicKeyBody'],
  ...on(userKind),
  run: ({ UserName, SSHPublicKeyBody = '' }, context) => {
    const user = named(userKind, UserName, context);
    const fingerprint = fingerprintOf(SSHPublicKeyBody);
    const table = context.globalTable(sshKeys);
    const own = table.find('user', user.id);
    if (own.some((key) => key.fingerprint === fingerprint)) {
      throw new AwsError('DuplicateSSHPublicKeyException', 'The SSH public key already exists.');
    }
    if (own.length >= keysPerUserMax) {
      const message = `Cannot exceed quota for SSHPublicKeysPerUser: ${keysPerUserMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const key = table.put({
      id: newUniqueId('APKA', context.accountId, context.ids),
      userId: user.id,
      status: 'Active',
      createMs: context.nowMs,
      body: SSHPublicKeyBody,
      fingerprint,
    });
    return { SSHPublicKey: sshKeyShape(user, key) };
  },
});

const keysPerUserMax = 5;

/** The MD5 of the key's bytes in pairs of digits, as `ssh-keygen -l -E md5` tells it. */
function fingerprintOf(body: string): string {
  if (body.includes('-----BEGIN')) throw notImplemented('UploadSSHPublicKey: keys in PEM');
  const encoded = /^ssh-rsa ([A-Za-z0-9+/]+={0,2})(?: .*)?\s*$/.exec(body)?.[1];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (bytes.length < 11 || bytes.toString('latin1', 4, 11) !== 'ssh-rsa') {
    throw new AwsError('InvalidPublicKeyException', 'Public key is invalid.');
  }
  return hash('md5', bytes).replaceAll(/..(?=.)/g, '$&:');
}
