import { parseCidr, readAddress } from './address.ts';
import type { FieldTest, ValueTest } from './eventPattern.ts';
import type { Leaf } from './valueTest.ts';
import { splitWildcard } from './wildcard.ts';

/** How a key is got from a leaf; `prefix8` is its first eight characters. */
export type KeyKind = 'exact' | 'folded' | `${'prefix' | 'suffix' | 'address'}${number}`;

/** A leaf can only meet the test that it has this key of. */
export interface LookupKey {
  readonly kind: KeyKind;
  readonly key: Leaf;
}

/** Beginnings and ends are looked up at these lengths alone, so that a leaf has few keys. */
const LENGTHS: readonly number[] = [64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1];

const ADDRESS_BYTES = 16;

/** The keys of a field of which a leaf needs one, or nothing where some test has none. */
export function keysOf({ tests, mayBeAbsent }: FieldTest): readonly LookupKey[] | undefined {
  if (mayBeAbsent) return undefined;
  const keys: LookupKey[] = [];
  for (const test of tests) {
    const key = keyOf(test);
    if (!key) return undefined;
    keys.push(key);
  }
  return keys;
}

function keyOf(test: ValueTest): LookupKey | undefined {
  switch (test.kind) {
    case 'equals':
      return { kind: 'exact', key: test.value };
    case 'address':
      return { kind: `address${ADDRESS_BYTES}`, key: readAddress(test.text) ?? test.text };
    case 'cidr':
      return cidrKey(test.text);
    case 'equalsIgnoreCase':
      return { kind: 'folded', key: test.text.toLowerCase() };
    case 'prefix':
      return test.ignoreCase ? undefined : prefixKey(test.text);
    case 'suffix':
      return test.ignoreCase ? undefined : suffixKey(test.text);
    case 'wildcard': {
      const pieces = splitWildcard(test.text);
      if (pieces.length === 1) return { kind: 'exact', key: pieces[0] ?? '' };
      return prefixKey(pieces[0] ?? '') ?? suffixKey(pieces.at(-1) ?? '');
    }
    default:
      return undefined;
  }
}

function prefixKey(text: string): LookupKey | undefined {
  const length = LENGTHS.find((each) => each <= text.length);
  return length ? { kind: `prefix${length}`, key: text.slice(0, length) } : undefined;
}

function suffixKey(text: string): LookupKey | undefined {
  const length = LENGTHS.find((each) => each <= text.length);
  return length ? { kind: `suffix${length}`, key: text.slice(-length) } : undefined;
}

/** The bytes of the network that are whole, of an address of either family. */
function cidrKey(text: string): LookupKey | undefined {
  const bytes = Math.floor(Number(text.slice(text.indexOf('/') + 1)) / 8);
  const { bottom } = parseCidr(text);
  return bytes > 0 ? { kind: `address${bytes}`, key: bottom.slice(0, bytes) } : undefined;
}

/** Gets the key of a kind from a leaf. */
export function compileKey(kind: KeyKind): (value: Leaf) => Leaf | undefined {
  if (kind === 'exact') return (value) => value;
  if (kind === 'folded') return onText((text) => text.toLowerCase());
  const length = Number(/\d+/.exec(kind)?.[0]);
  if (kind.startsWith('address')) return onText((text) => readAddress(text)?.slice(0, length));
  return kind.startsWith('prefix')
    ? onText((text) => text.slice(0, length))
    : onText((text) => text.slice(-length));
}

function onText(read: (text: string) => string | undefined) {
  return (value: Leaf) => (typeof value === 'string' ? read(value) : undefined);
}
