import { AwsError } from '../../kernel/error.ts';
import type { Holder } from './state.ts';

/** AWS deletes no user, group or role that still has policies. */
export function refuseDeletion({ attached, inline }: Holder) {
  if (attached.length > 0) throw deleteConflict('must detach all policies first.');
  if (Object.keys(inline).length > 0) throw deleteConflict('must delete policies first.');
}

export function deleteConflict(what: string): AwsError {
  return new AwsError('DeleteConflictException', `Cannot delete entity, ${what}`);
}
