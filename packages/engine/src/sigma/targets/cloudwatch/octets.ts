import type { AddressBlock } from '../../../policy/address.ts';

/** Texts that a block may be written as; more would fill a pattern. */
const PATTERNS_MAX = 32;
const OCTET_BITS = 8;

/**
 * The IPv4 addresses of a block as texts with `*`: `10.1.0.0/16` is `10.1.*`. A block that ends
 * within an octet is as many texts as that octet has values. Undefined for IPv6, whose addresses
 * have many spellings, and for all of IPv4, since `*.*.*.*` may be the name of a host.
 */
export function octetPatterns({ address, bits }: AddressBlock): readonly string[] | undefined {
  if (address.length !== 2 || bits === 0) return undefined;
  const octets = address.flatMap((group) => [group >> OCTET_BITS, group & 0xff]);
  const whole = Math.floor(bits / OCTET_BITS);
  const head = octets.slice(0, whole);
  if (bits % OCTET_BITS === 0) return [pattern(head)];
  const count = 2 ** (OCTET_BITS - (bits % OCTET_BITS));
  if (count > PATTERNS_MAX) return undefined;
  const first = octets[whole]! - (octets[whole]! % count);
  return Array.from({ length: count }, (_, index) => pattern([...head, first + index]));
}

function pattern(octets: readonly number[]): string {
  return octets.length === 4 ? octets.join('.') : `${octets.join('.')}.*`;
}
