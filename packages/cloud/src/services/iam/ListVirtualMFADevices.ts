import type {
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { mfaArn } from './mfa.ts';
import { pageOf } from './pages.ts';
import { userShape, wholeSecond } from './shapes.ts';
import { mfaDevices, users } from './state.ts';

/** Lists the account's virtual MFA devices, with their users. */
export const ListVirtualMFADevices = operation<
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse
>({
  accepts: ['AssignmentStatus', 'Marker', 'MaxItems'],
  resource: (_input, context) => mfaArn('*', undefined, context),
  run: (input, context) => {
    const { AssignmentStatus = 'Any' } = input;
    const listed = [...context.globalTable(mfaDevices).values()].filter(
      ({ assigned }) =>
        AssignmentStatus === 'Any' || (AssignmentStatus === 'Assigned') === Boolean(assigned),
    );
    const { items, more } = pageOf(listed, ({ serialNumber }) => serialNumber, input);
    const VirtualMFADevices = items.map(({ serialNumber, assigned }) => {
      const user = assigned && context.globalTable(users).get(assigned.userId);
      return {
        SerialNumber: serialNumber,
        ...(user && assigned
          ? { User: userShape(user), EnableDate: wholeSecond(assigned.enableMs) }
          : undefined),
      };
    });
    return { VirtualMFADevices, ...more };
  },
});
