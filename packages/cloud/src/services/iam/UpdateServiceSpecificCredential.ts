import type { UpdateServiceSpecificCredentialRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { serviceKind, updateCredential } from './userCredentials.ts';

/** Switches a service-specific credential on or off. */
export const UpdateServiceSpecificCredential = operation<
  UpdateServiceSpecificCredentialRequest,
  object
>({
  accepts: ['UserName', 'ServiceSpecificCredentialId', 'Status'],
  ...on(userKind),
  run: ({ UserName, ServiceSpecificCredentialId: id, Status }, context) =>
    updateCredential(serviceKind, { UserName, id, Status }, context),
});
