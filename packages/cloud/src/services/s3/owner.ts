import { hash } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';

/** The account as S3 names it: its canonical user id, 64 hexadecimal digits. */
export function ownerOf({ accountId }: Context): { ID: string } {
  return { ID: hash('sha256', `canonical user of ${accountId}`) };
}

/** Whoever started an upload. */
export function initiatorOf({ caller }: Context): { ID: string; DisplayName: string } {
  const { arn } = caller.identity.userIdentity;
  const id = typeof arn === 'string' ? arn : caller.sourceIpAddress;
  return { ID: id, DisplayName: id.slice(id.lastIndexOf('/') + 1) };
}
