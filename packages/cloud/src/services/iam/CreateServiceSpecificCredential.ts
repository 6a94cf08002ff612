import type {
  CreateServiceSpecificCredentialRequest,
  CreateServiceSpecificCredentialResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { newUniqueId } from '../../kernel/uniqueId.ts';
import { newServicePassword, serviceCredentialShape } from './credentialShapes.ts';
import { named, on, userKind } from './holders.ts';
import { serviceCredentials } from './state.ts';

/**
 * Gives a user a name and a password for one service (Git, Cassandra). The password is told this
 * once and not kept: no service here takes it.
 */
export const CreateServiceSpecificCredential = operation<
  CreateServiceSpecificCredentialRequest,
  CreateServiceSpecificCredentialResponse
>({
  accepts: ['UserName', 'ServiceName'],
  ...on(userKind),
  run: ({ UserName, ServiceName = '' }, context) => {
    const user = named(userKind, UserName, context);
    if (!services.has(ServiceName)) {
      throw new AwsError(
        'ServiceNotSupportedException',
        `No such service ${ServiceName} is supported for Service Specific Credentials`,
      );
    }
    const table = context.globalTable(serviceCredentials);
    const own = table.find('user', user.id);
    const count = own.filter(({ serviceName }) => serviceName === ServiceName).length;
    if (count >= perServiceMax) {
      const message = `Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${perServiceMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const number = count === 0 ? '' : `+${count}`;
    const credential = table.put({
      id: newUniqueId('ACCA', context.accountId, context.ids),
      userId: user.id,
      status: 'Active',
      createMs: context.nowMs,
      serviceName: ServiceName,
      serviceUserName: `${user.name}${number}-at-${context.accountId}`,
    });
    return {
      ServiceSpecificCredential: {
        ...serviceCredentialShape(user, credential),
        ServicePassword: newServicePassword(context),
      },
    };
  },
});

const services: ReadonlySet<string> = new Set([
  'codecommit.amazonaws.com',
  'cassandra.amazonaws.com',
]);
const perServiceMax = 2;
