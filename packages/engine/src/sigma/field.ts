import { foldCase, textOf } from './text.ts';

/** Arrays in arrays, or for keywords members in members, that are searched. */
const DEPTH_MAX = 100;

/** What one record has in one field: every value that the path comes to, through all arrays. */
export class FieldView {
  /** Texts, numbers, booleans, nulls and maps. */
  readonly values: readonly unknown[];
  /** Whether the field is there, if only as an empty array. */
  readonly present: boolean;
  #texts: readonly string[] | undefined;
  #folded: readonly string[] | undefined;

  constructor(values: readonly unknown[], present: boolean) {
    this.values = values;
    this.present = present;
  }

  /** The texts of all values but nulls. */
  get texts(): readonly string[] {
    this.#texts ??= this.values.map(textOf).filter((text) => text !== undefined);
    return this.#texts;
  }

  /** The texts without regard to case. */
  get folded(): readonly string[] {
    this.#folded ??= this.texts.map(foldCase);
    return this.#folded;
  }
}

const MISSING = new FieldView([], false);

/** Looks into a record. Without a path: at every text, number and boolean in it. */
export function viewField(record: object, path: readonly string[] | undefined): FieldView {
  const values: unknown[] = [];
  if (path === undefined) {
    collectLeaves(record, values, 0);
    return new FieldView(values, true);
  }
  const present = collect(record, path, 0, values, 0);
  return present ? new FieldView(values, true) : MISSING;
}

function collect(
  value: unknown,
  path: readonly string[],
  at: number,
  values: unknown[],
  depth: number,
): boolean {
  if (Array.isArray(value)) {
    if (depth >= DEPTH_MAX) return false;
    let present = at === path.length;
    for (const element of value) {
      if (collect(element, path, at, values, depth + 1)) present = true;
    }
    return present;
  }
  if (at === path.length) {
    values.push(value);
    return true;
  }
  if (typeof value !== 'object' || value === null) return false;
  const key = path[at]!;
  if (!Object.hasOwn(value, key)) return false;
  return collect((value as Record<string, unknown>)[key], path, at + 1, values, depth);
}

function collectLeaves(value: unknown, values: unknown[], depth: number): void {
  if (value === null || depth > DEPTH_MAX) return;
  if (typeof value !== 'object') values.push(value);
  else for (const inner of Object.values(value)) collectLeaves(inner, values, depth + 1);
}

/** The fields of the record at hand. Each is looked up once for a record, and only when asked. */
export interface Fields {
  /** Goes on to another record. */
  read(record: object): void;
  /** How many records there were: what is known of one holds while this stays. */
  readonly turn: number;
  /** A reader of one field of whatever record is at hand. */
  reader(path: readonly string[] | undefined): () => FieldView;
}

export function createFields(): Fields {
  const readers = new Map<string, () => FieldView>();
  let current: object = {};
  let turn = 0;
  const createReader = (path: readonly string[] | undefined) => {
    let known = MISSING;
    let knownAt = -1;
    return () => {
      if (knownAt !== turn) {
        known = viewField(current, path);
        knownAt = turn;
      }
      return known;
    };
  };
  return {
    read(record) {
      current = record;
      turn += 1;
    },
    get turn() {
      return turn;
    },
    reader(path) {
      const key = pathKey(path);
      const reader = readers.get(key) ?? createReader(path);
      readers.set(key, reader);
      return reader;
    },
  };
}

/** A path as one text: different for different paths. */
export function pathKey(path: readonly string[] | undefined): string {
  return path === undefined ? '' : path.join('.');
}
