import type { UpdateSSHPublicKeyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { sshKind, updateCredential } from './userCredentials.ts';

/** Switches an SSH public key on or off. */
export const UpdateSSHPublicKey = operation<UpdateSSHPublicKeyRequest, object>({
  accepts: ['UserName', 'SSHPublicKeyId', 'Status'],
  ...on(userKind),
  run: ({ UserName, SSHPublicKeyId: id, Status }, context) =>
    updateCredential(sshKind, { UserName, id, Status }, context),
});
