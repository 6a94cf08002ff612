import { createHash } from 'node:crypto';

/**
 * One incident for all records of one call: the batch's, those per secret and KMS's have the same
 * principal and, up to the first colon, the same request. The principal's part comes first, so
 * that his incidents lie together.
 */
export function incidentId(principalArn: string, requestId: string): string {
  return `${principalKey(principalArn)}-${short(requestId)}`;
}

/** The part of an incident's id that is the same for all incidents of a principal. */
export const principalKey = (principalArn: string): string => short(principalArn);

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
