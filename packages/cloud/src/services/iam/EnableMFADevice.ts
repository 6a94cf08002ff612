import type { EnableMFADeviceRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { clockSetting, deviceOf } from './mfa.ts';
import { mfaDevices } from './state.ts';

/** Gives a user a device, which proves itself by two codes that follow each other. */
export const EnableMFADevice = operation<EnableMFADeviceRequest, object>({
  accepts: ['UserName', 'SerialNumber', 'AuthenticationCode1', 'AuthenticationCode2'],
  ...on(userKind),
  run: (input, context) => {
    const user = named(userKind, input.UserName, context);
    const device = deviceOf(input.SerialNumber, context);
    const devices = context.globalTable(mfaDevices);
    if (device.assigned) {
      throw new AwsError('EntityAlreadyExistsException', 'MFA Device is already in use.');
    }
    if (devices.find('user', user.id).length >= devicesPerUserMax) {
      const message = `Cannot exceed quota for MFADevicesPerUser: ${devicesPerUserMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const clock = clockSetting(
      device,
      [input.AuthenticationCode1, input.AuthenticationCode2],
      context,
    );
    devices.put({ ...device, assigned: { userId: user.id, enableMs: context.nowMs, ...clock } });
    return {};
  },
});

const devicesPerUserMax = 8;
