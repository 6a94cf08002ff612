import { createHash } from 'node:crypto';

/**
 * One incident for all records of one call: the batch's, those per secret and KMS's have the same
 * principal and, up to the first colon, the same request. The principal's part comes first, so
 * that his incidents lie together.
 */
export function incidentId(principalArn: string, requestId: string): string {
  return `${principalKey(principalArn)}-${short(requestId)}`;
}

/** A third part: what joined an incident lies apart from the incidents, and hides none of them. */
export const joinedId = (id: string, what: string): string => `${id}-${short(what)}`;

export const isJoinedId = (id: string): boolean => id.split('-').length > 2;

/** The part of an incident's id that is the same for all incidents of a principal. */
export const principalKey = (principalArn: string): string => short(principalArn);

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
