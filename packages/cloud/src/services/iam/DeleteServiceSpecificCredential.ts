import type { DeleteServiceSpecificCredentialRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { deleteCredential, serviceKind } from './userCredentials.ts';

/** Deletes a service-specific credential for good. */
export const DeleteServiceSpecificCredential = operation<
  DeleteServiceSpecificCredentialRequest,
  object
>({
  accepts: ['UserName', 'ServiceSpecificCredentialId'],
  ...on(userKind),
  run: ({ UserName, ServiceSpecificCredentialId: id }, context) =>
    deleteCredential(serviceKind, { UserName, id }, context),
});
