import type {
  ResetServiceSpecificCredentialRequest,
  ResetServiceSpecificCredentialResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { newServicePassword, serviceCredentialShape } from './credentialShapes.ts';
import { on, userKind } from './holders.ts';
import { credentialOf, serviceKind } from './userCredentials.ts';

/** Gives a service-specific credential a new password. */
export const ResetServiceSpecificCredential = operation<
  ResetServiceSpecificCredentialRequest,
  ResetServiceSpecificCredentialResponse
>({
  accepts: ['UserName', 'ServiceSpecificCredentialId'],
  ...on(userKind),
  run: ({ UserName, ServiceSpecificCredentialId: id }, context) => {
    const { user, credential } = credentialOf(serviceKind, { UserName, id }, context);
    return {
      ServiceSpecificCredential: {
        ...serviceCredentialShape(user, credential),
        ServicePassword: newServicePassword(context),
      },
    };
  },
});
