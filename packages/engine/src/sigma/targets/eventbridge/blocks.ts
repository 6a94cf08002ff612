import type { AddressBlock } from '../../../policy/address.ts';

const GROUP_BITS = 16n;

/** Writes a block with the bits beyond its length at zero. */
export function blockText({ address, bits }: AddressBlock): string {
  const width = address.length * 16;
  const value = (numberOf(address) >> BigInt(width - bits)) << BigInt(width - bits);
  return `${addressText(value, width)}/${bits}`;
}

/**
 * The blocks that have all addresses, of both families, which are in none of the given ones. The
 * whole is cut in halves; a half that no given block touches is one of the result.
 */
export function complementOf(blocks: readonly AddressBlock[]): readonly AddressBlock[] {
  return [32, 128].flatMap((width) => {
    const taken = blocks.filter(({ address }) => address.length * 16 === width).map(rangeOf);
    const half = 1n << BigInt(width - 1);
    return [...without(taken, 0n, 1, width), ...without(taken, half, 1, width)];
  });
}

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** As deep as an address has bits, and no wider than there are blocks. */
function without(
  taken: readonly Range[],
  from: bigint,
  bits: number,
  width: number,
): readonly AddressBlock[] {
  const to = from + (1n << BigInt(width - bits)) - 1n;
  const touching = taken.filter((range) => range.from <= to && range.to >= from);
  if (touching.length === 0) return [{ address: groupsOf(from, width), bits }];
  if (touching.some((range) => range.from <= from && range.to >= to)) return [];
  const middle = from + (1n << BigInt(width - bits - 1));
  return [
    ...without(touching, from, bits + 1, width),
    ...without(touching, middle, bits + 1, width),
  ];
}

function rangeOf({ address, bits }: AddressBlock): Range {
  const free = BigInt(address.length * 16 - bits);
  const from = (numberOf(address) >> free) << free;
  return { from, to: from + (1n << free) - 1n };
}

function numberOf(address: readonly number[]): bigint {
  return address.reduce((sum, group) => (sum << GROUP_BITS) + BigInt(group), 0n);
}

function groupsOf(value: bigint, width: number): readonly number[] {
  const count = width / 16;
  return Array.from({ length: count }, (_, index) =>
    Number((value >> (GROUP_BITS * BigInt(count - 1 - index))) & 0xffffn),
  );
}

function addressText(value: bigint, width: number): string {
  const groups = groupsOf(value, width);
  if (width === 128) return groups.map((group) => group.toString(16)).join(':');
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}
