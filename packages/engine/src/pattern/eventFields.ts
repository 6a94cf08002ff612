import { findLeaves, isLeaf, type PlacedLeaf } from './leaves.ts';
import type { Leaf } from './valueTest.ts';

/** Stands for a field that may have several leaves: only `leaves` knows them. */
export const SEVERAL = Symbol('several leaves');

export type FieldValue = Leaf | undefined | typeof SEVERAL;

/** The fields of one event that rules ask for, each found at most once. */
export interface EventFields {
  /** Tells the events apart. */
  readonly generation: () => number;
  /** The only leaf of a field, nothing where it has none. */
  read(slot: number): FieldValue;
  /** All leaves of a field. */
  leaves(path: string): readonly PlacedLeaf[];
}

/** Numbers the paths that rules ask for. */
export function createSlots() {
  const paths: string[] = [];
  const numbers = new Map<string, number>();
  const of = (path: string) => {
    const slot = numbers.get(path) ?? paths.push(path) - 1;
    numbers.set(path, slot);
    return slot;
  };
  return { paths, of };
}

/** Reads fields of parsed JSON. The one object serves all events, one after the other. */
export function createObjectFields(paths: readonly string[]) {
  const readers = paths.map(compileReader);
  const values: FieldValue[] = paths.map(() => undefined);
  const readFor = new Int32Array(paths.length);
  const leaves = new Map<string, readonly PlacedLeaf[]>();
  let event: unknown;
  let generation = 0;
  return {
    open(next: unknown) {
      event = next;
      generation = (generation + 1) | 0;
      if (leaves.size > 0) leaves.clear();
    },
    generation: () => generation,
    read(slot: number): FieldValue {
      if (readFor[slot] !== generation) {
        readFor[slot] = generation;
        values[slot] = readers[slot]?.(event);
      }
      return values[slot];
    },
    leaves(path: string): readonly PlacedLeaf[] {
      const found = leaves.get(path) ?? findLeaves(event, path);
      leaves.set(path, found);
      return found;
    },
  };
}

type Reader = (event: unknown) => FieldValue;

/** A key along a path, and the longer keys with dots that an event may have in its place. */
interface Step {
  readonly key: string;
  readonly dotted: readonly string[];
}

function compileReader(path: string): Reader {
  const keys = path.split('.');
  const steps: readonly Step[] = keys.map((key, index) => ({
    key,
    dotted: keys.slice(index + 1).map((_, more) => keys.slice(index, index + more + 2).join('.')),
  }));
  // What every object inherits must not be taken for a field of the event.
  if (keys.some((key) => key in Object.prototype)) return () => SEVERAL;
  return (event) => {
    let node = event;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (Array.isArray(node)) return SEVERAL;
      if (typeof node !== 'object' || node === null || !step) return undefined;
      const members = node as Readonly<Record<string, unknown>>;
      for (let more = 0; more < step.dotted.length; more++) {
        if (members[step.dotted[more] ?? ''] !== undefined) return SEVERAL;
      }
      node = members[step.key];
    }
    if (isLeaf(node)) return node;
    return Array.isArray(node) ? SEVERAL : undefined;
  };
}
