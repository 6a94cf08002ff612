import { literalOf } from '../../text.ts';
import type { Alternative } from './alternative.ts';
import type { Conjunct } from './conjuncts.ts';

/** Names that begin so change something. Others may be read-only, as `AssumeRole` and `Decrypt`. */
const CHANGING_VERBS = `
  Accept Add Allocate Associate Attach Authorize Cancel Change ConsoleLogin Copy Create
  Deactivate Delete Deregister Detach Disable Disassociate Enable Import Invite Leave Modify
  Put Reboot Register Reject Release Remove Replace Replicate Reset Restore Resume Revoke
  Rotate Run Schedule Send Set Start Stop Suspend Tag Terminate Unsubscribe Untag Update
  Upload
`;
const CHANGING = new RegExp(`^(?:${CHANGING_VERBS.match(/\S+/g)!.join('|')})`, 'i');

/** Services that write their records in us-east-1, wherever they were called. */
const GLOBAL = new Set(
  'account cloudfront iam organizations portal route53 shield signin sts support waf'
    .split(' ')
    .map((service) => `${service}.amazonaws.com`),
);

/** Whether the conjunct lets a read-only management event through. */
export function mayBeReadOnly(conjunct: Conjunct): boolean {
  const readOnly = conjunct.get('readOnly')?.alternatives;
  const isFalse = (alternative: Alternative) =>
    alternative.kind === 'is' ? alternative.value === false : textOf(alternative) === 'false';
  if (readOnly?.every(isFalse)) return false;
  const names = conjunct.get('eventName')?.alternatives.map(beginningOf);
  return names === undefined || !names.every((name) => name !== undefined && CHANGING.test(name));
}

/** Whether the conjunct lets an event of a global service through. */
export function mayBeGlobal(conjunct: Conjunct): boolean {
  const hosts = conjunct.get('eventSource')?.alternatives.map(textOf);
  return hosts === undefined || hosts.some((host) => host === undefined || GLOBAL.has(host));
}

function textOf(alternative: Alternative): string | undefined {
  return alternative.kind === 'text' ? literalOf(alternative.pattern) : undefined;
}

function beginningOf(alternative: Alternative): string | undefined {
  const first = alternative.kind === 'text' && alternative.pattern[0];
  return typeof first === 'string' ? first : undefined;
}
