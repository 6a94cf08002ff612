import type {
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { serviceCredentialShape } from './credentialShapes.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { serviceCredentials } from './state.ts';

/** Lists the service-specific credentials of a user, without their passwords. */
export const ListServiceSpecificCredentials = operation<
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse
>({
  accepts: ['UserName', 'ServiceName'],
  ...on(userKind),
  run: ({ UserName, ServiceName }, context) => {
    const user = userOrCaller(UserName, context);
    const ServiceSpecificCredentials = context
      .globalTable(serviceCredentials)
      .find('user', user.id)
      .filter(({ serviceName }) => ServiceName === undefined || serviceName === ServiceName)
      .map((credential) => serviceCredentialShape(user, credential));
    return { ServiceSpecificCredentials };
  },
});
