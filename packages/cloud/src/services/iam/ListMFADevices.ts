import type { ListMFADevicesRequest, ListMFADevicesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { pageOf } from './pages.ts';
import { wholeSecond } from './shapes.ts';
import { mfaDevices } from './state.ts';

/** Lists the MFA devices of a user, by default of the caller. */
export const ListMFADevices = operation<ListMFADevicesRequest, ListMFADevicesResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const { id, name } = userOrCaller(input.UserName, context);
    const devices = context.globalTable(mfaDevices).find('user', id);
    const { items, more } = pageOf(devices, ({ serialNumber }) => serialNumber, input);
    const MFADevices = items.map(({ serialNumber, assigned }) => ({
      UserName: name,
      SerialNumber: serialNumber,
      EnableDate: wholeSecond(assigned!.enableMs),
    }));
    return { MFADevices, ...more };
  },
});
