import type { DeactivateMFADeviceRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { deviceOfUser } from './mfa.ts';
import { mfaDevices } from './state.ts';

/** Takes a device from its user; the device stays. */
export const DeactivateMFADevice = operation<DeactivateMFADeviceRequest, object>({
  accepts: ['UserName', 'SerialNumber'],
  ...on(userKind),
  run: ({ UserName, SerialNumber }, context) => {
    const user = userOrCaller(UserName, context);
    const { assigned: _former, ...device } = deviceOfUser(SerialNumber, user, context);
    context.globalTable(mfaDevices).put(device);
    return {};
  },
});
