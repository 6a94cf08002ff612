import type { DeleteSigningCertificateRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { certificateKind, deleteCredential } from './userCredentials.ts';

/** Deletes a signing certificate for good. */
export const DeleteSigningCertificate = operation<DeleteSigningCertificateRequest, object>({
  accepts: ['UserName', 'CertificateId'],
  ...on(userKind),
  run: ({ UserName, CertificateId: id }, context) =>
    deleteCredential(certificateKind, { UserName, id }, context),
});
