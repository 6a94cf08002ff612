import { parseCidr, readAddress } from './address.ts';
import type { Bound, ValueTest } from './eventPattern.ts';
import { matchesPieces, splitWildcard } from './wildcard.ts';

/** A value of an event that has no parts: what tests look at. */
export type Leaf = string | number | boolean | null;

export type Predicate = (value: Leaf) => boolean;

/** Whether one of the tests holds of a leaf. */
export function compileTests(tests: readonly ValueTest[]): Predicate {
  const plain = tests.flatMap((test) => (test.kind === 'equals' ? [test.value] : []));
  const others = tests.filter(({ kind }) => kind !== 'equals').map(compileTest);
  const [first, ...more] = plain.length > 0 ? [isOneOf(new Set(plain)), ...others] : others;
  if (!first) return () => false;
  if (more.length === 0) return first;
  return (value) => first(value) || more.some((predicate) => predicate(value));
}

function isOneOf(values: ReadonlySet<Leaf>): Predicate {
  const [only] = values;
  return values.size === 1 ? (value) => value === only : (value) => values.has(value);
}

function compileTest(test: ValueTest): Predicate {
  switch (test.kind) {
    case 'equals':
      return isOneOf(new Set([test.value]));
    case 'address':
      return isAddress(test.text);
    case 'prefix':
      return onText(test, (value, text) => value.startsWith(text));
    case 'suffix':
      return onText(test, (value, text) => value.endsWith(text));
    case 'equalsIgnoreCase':
      return onText({ text: test.text, ignoreCase: true }, (value, text) => value === text);
    case 'wildcard': {
      const pieces = splitWildcard(test.text);
      return (value) => typeof value === 'string' && matchesPieces(value, pieces);
    }
    case 'anythingBut': {
      const isExcluded = compileTests(test.tests);
      return (value) => !isExcluded(value);
    }
    case 'numeric':
      return isWithin(test.bottom, test.top);
    case 'cidr':
      return isInBlock(test.text);
    case 'exists':
      return () => true;
  }
}

function onText(
  { text, ignoreCase }: { readonly text: string; readonly ignoreCase: boolean },
  holds: (value: string, text: string) => boolean,
): Predicate {
  if (!ignoreCase) return (value) => typeof value === 'string' && holds(value, text);
  const folded = text.toLowerCase();
  return (value) => typeof value === 'string' && holds(value.toLowerCase(), folded);
}

function isWithin(bottom: Bound | undefined, top: Bound | undefined): Predicate {
  return (value) =>
    typeof value === 'number' &&
    (!bottom || value > bottom.value || (!bottom.open && value === bottom.value)) &&
    (!top || value < top.value || (!top.open && value === top.value));
}

function isInBlock(cidr: string): Predicate {
  const { bottom, top } = parseCidr(cidr);
  return (value) => {
    const address = typeof value === 'string' ? readAddress(value) : undefined;
    return address?.length === bottom.length && address >= bottom && address <= top;
  };
}

function isAddress(text: string): Predicate {
  const address = readAddress(text);
  return (value) => value === text || (typeof value === 'string' && readAddress(value) === address);
}
