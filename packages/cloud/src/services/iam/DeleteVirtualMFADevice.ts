import type { DeleteVirtualMFADeviceRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { deviceOf, onDevice } from './mfa.ts';
import { mfaDevices } from './state.ts';

/** Deletes a device that nobody has any more. */
export const DeleteVirtualMFADevice = operation<DeleteVirtualMFADeviceRequest, object>({
  accepts: ['SerialNumber'],
  ...onDevice,
  run: ({ SerialNumber }, context) => {
    const { assigned, serialNumber } = deviceOf(SerialNumber, context);
    if (assigned) {
      throw new AwsError(
        'DeleteConflictException',
        'MFA VirtualDevice in use. Must deactivate first.',
      );
    }
    context.globalTable(mfaDevices).delete(serialNumber);
    return {};
  },
});
