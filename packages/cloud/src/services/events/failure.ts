import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import type { AwsError } from '../../kernel/error.ts';
import type { Delivery } from './delivery.ts';
import { isThere } from './targetKinds.ts';

/** Why a target could not be invoked, in the words of a dead letter. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Trying again cannot help: a missing permission, a target that is gone. */
  readonly isPermanent: boolean;
}

/** The codes are AWS's; which error gives which is told by their names alone. */
export function failureOf(error: AwsError, { target }: Delivery, context: Context): Failure {
  const { message } = error;
  const code = codeOf(error);
  const caller = housekeeper('events.amazonaws.com', context.accountId);
  if (code === 'NO_PERMISSIONS' && !isThere(target.Arn!, caller, context)) {
    // What is gone has no policy either, so that it looks like a missing permission at first.
    return { code: 'NO_RESOURCE', message, isPermanent: true };
  }
  return { code, message, isPermanent: !passing.has(code) };
}

function codeOf({ code, recordCode, statusCode = 400 }: AwsError): string {
  if (ownCodes.has(code)) return code;
  if (recordCode === 'AccessDenied' || /^AccessDenied|^AuthorizationError/.test(code)) {
    return 'NO_PERMISSIONS';
  }
  if (/NotFound|NonExistent|NoSuch|DoesNotExist|InvalidDocument$/.test(code)) return 'NO_RESOURCE';
  if (/Throttl|TooManyRequests|LimitExceeded/.test(code)) return 'THROTTLING';
  if (code === 'NotImplemented') return 'SDK_CLIENT_ERROR';
  if (statusCode >= 500 || /Internal|Unavailable|Conflict/.test(code)) return 'ERROR_FROM_TARGET';
  return 'INVALID_PARAMETER';
}

/** Those that EventBridge finds out itself. */
const ownCodes: ReadonlySet<string> = new Set(['INVALID_JSON', 'FAILED_TO_ASSUME_ROLE']);
const passing: ReadonlySet<string> = new Set(['THROTTLING', 'ERROR_FROM_TARGET']);
