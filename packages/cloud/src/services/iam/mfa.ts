import type { Clock } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { MfaCode } from '../../kernel/identities.ts';
import type { Vault } from '../../kernel/vault.ts';
import { type MfaAssignment, type MfaDevice, mfaDevices } from './state.ts';
import { stepShowing, totpStep } from './totp.ts';

export function mfaArn(name: string, path: string | undefined, context: Context): string {
  return `arn:aws:iam::${context.accountId}:mfa${path ?? '/'}${name}`;
}

/** What an operation on a device is authorized by. */
export const onDevice = {
  resource: ({ SerialNumber = '*' }: { readonly SerialNumber?: string | undefined }): string =>
    SerialNumber,
};

export function deviceOf(serialNumber: string | undefined, context: Context): MfaDevice {
  const device = context.globalTable(mfaDevices).get(serialNumber ?? '');
  if (device) return device;
  throw new AwsError(
    'NoSuchEntityException',
    `VirtualMFADevice with serial number ${serialNumber} doesn't exist.`,
  );
}

/** A device that a user has. */
export function deviceOfUser(
  serialNumber: string | undefined,
  user: { readonly id: string; readonly name: string },
  context: Context,
): MfaDevice & { readonly assigned: MfaAssignment } {
  const device = context.globalTable(mfaDevices).get(serialNumber ?? '');
  const { assigned } = device ?? {};
  if (device && assigned?.userId === user.id) return { ...device, assigned };
  throw new AwsError(
    'NoSuchEntityException',
    `MFA Device with serial number ${serialNumber} is not assigned to user ${user.name}.`,
  );
}

/**
 * Sets the clock of a device by two codes that follow each other. Ten minutes off are taken; how
 * far AWS goes is not known.
 */
export function clockSetting(
  device: MfaDevice,
  codes: readonly (string | undefined)[],
  context: Context,
): Pick<MfaAssignment, 'driftSteps' | 'lastStep'> {
  const seed = seedOf(device, context.vault);
  const around = totpStep(context.nowMs);
  const shown = codes.map((code) => code ?? '');
  const step = stepShowing(seed, shown, { around, reach: settingReachSteps });
  // The second code is the one shown last, perhaps a step ago: people need time to type.
  if (step !== undefined) return { driftSteps: step + 1 - around, lastStep: step + 1 };
  throw new AwsError(
    'InvalidAuthenticationCodeException',
    'Authentication code for device is not valid.',
  );
}

const settingReachSteps = 20;

/** The step in which a code is right and was not taken before: this one or a neighbour. */
export function stepOfCode(
  device: MfaDevice,
  { tokenCode }: MfaCode,
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
): number | undefined {
  const { driftSteps = 0, lastStep = 0 } = device.assigned ?? {};
  const around = totpStep(clock.now()) + driftSteps;
  const step = stepShowing(seedOf(device, vault), [tokenCode], { around, reach: 1 });
  return step !== undefined && step > lastStep ? step : undefined;
}

function seedOf({ sealedSeed, serialNumber }: MfaDevice, vault: Vault): Buffer {
  return vault.open(sealedSeed, `mfa ${serialNumber}`);
}
