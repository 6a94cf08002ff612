import type {
  CreateVirtualMFADeviceRequest,
  CreateVirtualMFADeviceResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { base32 } from '../../kernel/uniqueId.ts';
import { conditionKeysOf } from './conditionKeys.ts';
import { mfaArn } from './mfa.ts';
import { mfaDevices } from './state.ts';
import { newTags } from './tags.ts';

/**
 * Makes an MFA device that an authenticator program can be. Its seed is told this once, as text;
 * the picture with the same content, which AWS gives as well, is not made.
 */
export const CreateVirtualMFADevice = operation<
  CreateVirtualMFADeviceRequest,
  CreateVirtualMFADeviceResponse
>({
  accepts: ['VirtualMFADeviceName', 'Path', 'Tags'],
  resource: ({ VirtualMFADeviceName = '', Path }, context) =>
    mfaArn(VirtualMFADeviceName, Path, context),
  conditionKeys: ({ Tags }) => conditionKeysOf({ ...(Tags ? { Tags } : undefined) }, undefined),
  run: ({ VirtualMFADeviceName = '', Path, Tags }, context) => {
    const devices = context.globalTable(mfaDevices);
    const serialNumber = mfaArn(VirtualMFADeviceName, Path, context);
    if (devices.has(serialNumber)) {
      throw new AwsError(
        'EntityAlreadyExistsException',
        'MFADevice entity at the same path and name already exists.',
      );
    }
    const seed = context.ids.bytes(seedBytes);
    devices.put({
      serialNumber,
      createMs: context.nowMs,
      sealedSeed: context.vault.seal(seed, `mfa ${serialNumber}`),
      tags: newTags(Tags),
    });
    return {
      VirtualMFADevice: {
        SerialNumber: serialNumber,
        Base32StringSeed: Buffer.from(base32(seed)),
        ...(Tags?.length ? { Tags } : undefined),
      },
    };
  },
});

/** 64 digits of base 32, as on AWS. */
const seedBytes = 40;
