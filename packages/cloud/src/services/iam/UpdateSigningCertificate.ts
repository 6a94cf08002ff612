import type { UpdateSigningCertificateRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { certificateKind, updateCredential } from './userCredentials.ts';

/** Switches a signing certificate on or off. */
export const UpdateSigningCertificate = operation<UpdateSigningCertificateRequest, object>({
  accepts: ['UserName', 'CertificateId', 'Status'],
  ...on(userKind),
  run: ({ UserName, CertificateId: id, Status }, context) =>
    updateCredential(certificateKind, { UserName, id, Status }, context),
});
