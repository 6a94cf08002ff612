import type { Leaf } from './valueTest.ts';

/** For every array of objects on the way to a leaf: which of its elements the way goes through. */
export type Membership = ReadonlyMap<object, number>;

/** A leaf of an event and the elements that it lies in. */
export interface PlacedLeaf {
  readonly value: Leaf;
  readonly membership: Membership;
}

const NOWHERE: Membership = new Map();

/** All leaves of an event at a path; a key of the event may hold dots of the path itself. */
export function findLeaves(event: unknown, path: string): readonly PlacedLeaf[] {
  const found: PlacedLeaf[] = [];
  collect(event, path.split('.'), 0, NOWHERE, found);
  return found;
}

function collect(
  node: unknown,
  keys: readonly string[],
  from: number,
  membership: Membership,
  found: PlacedLeaf[],
): void {
  if (Array.isArray(node)) {
    node.forEach((element: unknown, index) => {
      const inside =
        isObject(element) || Array.isArray(element)
          ? new Map([...membership, [node, index]])
          : membership;
      collect(element, keys, from, inside, found);
    });
  } else if (isObject(node)) {
    let key = '';
    for (let end = from; end < keys.length; end++) {
      key = end === from ? (keys[end] ?? '') : `${key}.${keys[end]}`;
      if (Object.hasOwn(node, key)) collect(node[key], keys, end + 1, membership, found);
    }
  } else if (from === keys.length && isLeaf(node)) {
    found.push({ value: node, membership });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isLeaf(value: unknown): value is Leaf {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
  );
}

/** The elements of both, or nothing where they go through different elements of one array. */
export function joinMemberships(one: Membership, other: Membership): Membership | undefined {
  if (one.size === 0) return other;
  for (const [array, index] of other) {
    const known = one.get(array);
    if (known !== undefined && known !== index) return undefined;
  }
  return other.size === 0 ? one : new Map([...one, ...other]);
}
