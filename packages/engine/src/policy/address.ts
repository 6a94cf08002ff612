/** An IP address as 16-bit groups: two for IPv4, eight for IPv6. */
export type Address = readonly number[];

/** A CIDR block: an address and how many of its leading bits count. */
export interface AddressBlock {
  readonly address: Address;
  readonly bits: number;
}

const GROUP_BITS = 16;
const V6_GROUPS = 8;

/** Whether an address lies in a block. Families do not mix. */
export function inBlock(address: Address, block: AddressBlock): boolean {
  if (address.length !== block.address.length) return false;
  for (let group = 0; group * GROUP_BITS < block.bits; group++) {
    const shift = Math.max(0, GROUP_BITS - (block.bits - group * GROUP_BITS));
    if (address[group]! >> shift !== block.address[group]! >> shift) return false;
  }
  return true;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a lone address, which is a block of one. */
export function parseBlock(text: string): AddressBlock | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const width = address.length * GROUP_BITS;
  if (slash < 0) return { address, bits: width };
  const prefix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > width) return undefined;
  return { address, bits: Number(prefix) };
}

/** Reads an IPv4 address in decimal or an IPv6 address; undefined where the text is neither. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (found === null) return undefined;
  const [a, b, c, d] = found.slice(1).map(Number) as [number, number, number, number];
  if (a > 255 || b > 255 || c > 255 || d > 255) return undefined;
  return [a * 256 + b, c * 256 + d];
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!);
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === V6_GROUPS ? head : undefined;
  const tail = parseGroups(halves[1]!);
  if (tail === undefined || head.length + tail.length >= V6_GROUPS) return undefined;
  return [...head, ...Array<number>(V6_GROUPS - head.length - tail.length).fill(0), ...tail];
}

/** Reads `2001:db8:1`, whose last group may be an IPv4 address (`::ffff:10.0.0.1`). */
function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const words = text.split(':');
  for (const [index, word] of words.entries()) {
    const v4 = index === words.length - 1 && word.includes('.') ? parseV4(word) : undefined;
    if (v4 !== undefined) groups.push(...v4);
    else if (/^[\da-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16));
    else return undefined;
  }
  return groups;
}
