import { OUTSIDE_ASCII, type RegexItem, type RegexSyntax } from './regexSyntax.ts';

/**
 * Compiles to a search that finds out whether the expression matches anywhere in a text.
 *
 * The expression is laid out as a row of places, one for each character it can take, with a final
 * place behind each alternative. A search keeps a set of bits: the places where it may stand after
 * the characters so far. Without groups there is nothing else to remember, and a character leads
 * from a place only to itself or to the next; so all places move at once, by a shift. Time is the
 * length of the text times the number of 32-bit words. Why not `RegExp`: it tries the ways through
 * the expression one after another, and there can be too many.
 *
 * The invariant: after every step the bits are closed, that is, whoever stands before a place that
 * can be left out also stands behind it.
 */
export function compileSearch(syntax: RegexSyntax): (text: string) => boolean {
  const { row, beginnings } = layOut(syntax);
  const accepting = Array.from({ length: OUTSIDE_ASCII + 1 }, (_, symbol) =>
    bitsOf(row, (place) => place.kind === 'set' && place.set[symbol]!),
  );
  const repeating = bitsOf(row, (place) => place.kind === 'set' && place.repeats);
  const matching = bitsOf(row, (place) => place.kind === 'match');
  const isOptional = (place: Place) => place.kind === 'set' && place.optional;
  const close = compileClosing(bitsOf(row, isOptional));
  const closeAtStart = compileClosing(bitsOf(row, (at) => isOptional(at) || at.kind === 'start'));
  const closeAtEnd = compileClosing(bitsOf(row, (at) => isOptional(at) || at.kind === 'end'));

  const anywhere = bitsOf(row, (_, index) => beginnings.has(index));
  const first = anywhere.slice();
  close(anywhere);
  closeAtStart(first);
  const standing = new Int32Array(first.length);

  const step = (accepted: Int32Array): void => {
    let carry = 0;
    for (let word = 0; word < standing.length; word += 1) {
      const moving = standing[word]! & accepted[word]!;
      standing[word] = (moving << 1) | carry | (moving & repeating[word]!) | anywhere[word]!;
      carry = moving >>> 31;
    }
    close(standing);
  };

  // Most characters begin nothing: while nothing is under way, they are passed over.
  const begins = accepting.map((accepted) => meet(accepted, anywhere));
  const matchesEverywhere = meet(anywhere, matching);

  return (text) => {
    standing.set(first);
    let isIdle = false;
    for (let index = 0; index < text.length && !matchesEverywhere; index += 1) {
      const code = text.charCodeAt(index);
      const symbol = Math.min(code, OUTSIDE_ASCII);
      // The second half of a surrogate pair belongs to the character its first half stood for.
      const isSecondHalf = code >= 0xdc00 && code <= 0xdfff;
      if (!isSecondHalf && (!isIdle || begins[symbol])) {
        if (meet(standing, matching)) {
          return true;
        }
        step(accepting[symbol]!);
        isIdle = same(standing, anywhere);
      }
    }
    closeAtEnd(standing);
    return matchesEverywhere || meet(standing, matching);
  };
}

type Place =
  | (RegexItem & { kind: 'start' | 'end' })
  | { readonly kind: 'match' }
  | (Pick<RegexItem & { kind: 'set' }, 'kind' | 'set'> & {
      readonly optional: boolean;
      readonly repeats: boolean;
    });

function layOut(syntax: RegexSyntax): { row: readonly Place[]; beginnings: ReadonlySet<number> } {
  const row: Place[] = [];
  const beginnings = new Set<number>();
  for (const alternative of syntax) {
    beginnings.add(row.length);
    row.push(...alternative.flatMap((item) => placesOf(item)), { kind: 'match' });
  }
  return { row, beginnings };
}

/** `a{2,4}` becomes `a a a? a?`, and `a{2,}` becomes `a a a*`. */
function placesOf(item: RegexItem): Place[] {
  if (item.kind !== 'set') {
    return [item];
  }
  const { kind, set, min, max } = item;
  const repeats = max === Number.POSITIVE_INFINITY;
  const rest = repeats ? 1 : max - min;
  return [
    ...Array.from({ length: min }, () => ({ kind, set, optional: false, repeats: false })),
    ...Array.from({ length: rest }, () => ({ kind, set, optional: true, repeats })),
  ];
}

function bitsOf(
  row: readonly Place[],
  isSet: (place: Place, index: number) => boolean,
): Int32Array {
  const bits = new Int32Array(Math.ceil(row.length / 32));
  for (const [index, place] of row.entries()) {
    if (isSet(place, index)) {
      bits[index >>> 5]! |= 1 << (index & 31);
    }
  }
  return bits;
}

/**
 * Compiles the filling of bits upwards through places that can be left out. Within a word, five
 * doubling steps reach any distance: `open[k]` has the bits that can be reached from `2^k` below.
 */
function compileClosing(optional: Int32Array): (standing: Int32Array) => void {
  const opens = Array.from(optional, (bits) => {
    const open = [bits << 1];
    for (let k = 0; k < 4; k += 1) {
      open.push(open[k]! & (open[k]! << (1 << k)));
    }
    return open as [number, number, number, number, number];
  });
  return (standing) => {
    let carry = 0;
    for (let word = 0; word < standing.length; word += 1) {
      const open = opens[word]!;
      let bits = standing[word]! | carry;
      bits |= open[0] & (bits << 1);
      bits |= open[1] & (bits << 2);
      bits |= open[2] & (bits << 4);
      bits |= open[3] & (bits << 8);
      bits |= open[4] & (bits << 16);
      standing[word] = bits;
      carry = (bits & optional[word]!) >>> 31;
    }
  };
}

function meet(some: Int32Array, others: Int32Array): boolean {
  for (let word = 0; word < some.length; word += 1) {
    if ((some[word]! & others[word]!) !== 0) {
      return true;
    }
  }
  return false;
}

function same(some: Int32Array, others: Int32Array): boolean {
  for (let word = 0; word < some.length; word += 1) {
    if (some[word] !== others[word]) {
      return false;
    }
  }
  return true;
}
