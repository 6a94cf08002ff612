import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { MfaCode, SessionRequest } from '../../kernel/identities.ts';

/**
 * The MFA code of a request, checked; undefined where it has none.
 * Only a user with its own key has a device: AWS's two messages tell a wrong code from that.
 */
export function mfaOf(
  input: { readonly SerialNumber?: string; readonly TokenCode?: string },
  { identities, caller: { identity } }: Context,
): SessionRequest['mfa'] {
  const { SerialNumber: serialNumber = '', TokenCode: tokenCode = '' } = input;
  if (serialNumber === '' && tokenCode === '') return undefined;
  const code: MfaCode = { serialNumber, tokenCode };
  const found =
    identity.principal.kind === 'user' ? identities.isMfaCode(identity, code) : 'unknown device';
  if (found === 'right') return { user: identity, code };
  const message = found === 'wrong' ? wrongCode : unknownDevice;
  throw new AwsError('AccessDenied', message, { statusCode: 403 });
}

const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const unknownDevice =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';
