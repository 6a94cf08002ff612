import type { ResyncMFADeviceRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { clockSetting, deviceOfUser } from './mfa.ts';
import { mfaDevices } from './state.ts';

/** Sets the clock of a user's device anew, by two codes that follow each other. */
export const ResyncMFADevice = operation<ResyncMFADeviceRequest, object>({
  accepts: ['UserName', 'SerialNumber', 'AuthenticationCode1', 'AuthenticationCode2'],
  ...on(userKind),
  run: (input, context) => {
    const user = named(userKind, input.UserName, context);
    const device = deviceOfUser(input.SerialNumber, user, context);
    const clock = clockSetting(
      device,
      [input.AuthenticationCode1, input.AuthenticationCode2],
      context,
    );
    context.globalTable(mfaDevices).put({ ...device, assigned: { ...device.assigned, ...clock } });
    return {};
  },
});
