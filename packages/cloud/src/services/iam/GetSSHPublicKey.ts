import type { GetSSHPublicKeyRequest, GetSSHPublicKeyResponse } from '@aws-sdk/client-iam';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { sshKeyShape } from './credentialShapes.ts';
import { on, userKind } from './holders.ts';
import { credentialOf, sshKind } from './userCredentials.ts';

/** Gives back an SSH public key. */
export const GetSSHPublicKey = operation<GetSSHPublicKeyRequest, GetSSHPublicKeyResponse>({
  accepts: ['UserName', 'SSHPublicKeyId', 'Encoding'],
  ...on(userKind),
  run: ({ UserName, SSHPublicKeyId: id, Encoding }, context) => {
    if (Encoding === 'PEM') throw notImplemented('GetSSHPublicKey: Encoding PEM');
    const { user, credential } = credentialOf(sshKind, { UserName, id }, context);
    return { SSHPublicKey: sshKeyShape(user, credential) };
  },
});
