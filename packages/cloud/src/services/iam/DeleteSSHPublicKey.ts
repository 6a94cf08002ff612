import type { DeleteSSHPublicKeyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { deleteCredential, sshKind } from './userCredentials.ts';

/** Deletes an SSH public key for good. */
export const DeleteSSHPublicKey = operation<DeleteSSHPublicKeyRequest, object>({
  accepts: ['UserName', 'SSHPublicKeyId'],
  ...on(userKind),
  run: ({ UserName, SSHPublicKeyId: id }, context) =>
    deleteCredential(sshKind, { UserName, id }, context),
});
