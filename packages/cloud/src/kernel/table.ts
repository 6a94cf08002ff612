/** What a table holds: plain JSON-able rows, found by key and by the values of its indexes. */
export interface TableSpec<Row extends object> {
  /** `service.things`: unique in the whole program. */
  readonly name: string;
  readonly key: (row: Row) => string;
  readonly indexes?: Readonly<Record<string, (row: Row) => string | undefined>>;
}

export function defineTable<Row extends object>(
  name: string,
  key: (row: Row) => string,
  indexes?: TableSpec<Row>['indexes'],
): TableSpec<Row> {
  return indexes ? { name, key, indexes } : { name, key };
}

/** Told of every change, so that the store can take it back or write it down. */
export interface ChangeLog {
  changed(table: Table<object>, key: string, before: object | undefined): void;
}

/** Hears of each change of a table, before it is made, and of those that are taken back. */
export interface TableWatch<Row> {
  changed(key: string, before: Row | undefined): void;
  restored(key: string): void;
}

/**
 * The rows of one table in one scope (an account and a Region), in memory. Rows are never edited
 * in place: `put` replaces the whole row, so an older reference stays as it was.
 */
export class Table<Row extends object> {
  readonly spec: TableSpec<Row>;
  readonly scope: string;
  /** Grows with every change: what was computed from the rows is valid while it stands still. */
  version = 0;
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  readonly #changes: ChangeLog;
  #watch: TableWatch<Row> | undefined;

  constructor(spec: TableSpec<Row>, scope: string, changes: ChangeLog, rows: Iterable<Row>) {
    this.spec = spec;
    this.scope = scope;
    this.#changes = changes;
    for (const index of Object.keys(spec.indexes ?? {})) this.#indexes.set(index, new Map());
    for (const row of rows) this.#set(spec.key(row), row);
  }

  watch(watch: TableWatch<Row>) {
    this.#watch = watch;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** In the order in which the keys were first put. */
  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** The rows whose index has this value. */
  find(index: string, value: string): Row[] {
    const entries = this.#indexes.get(index);
    if (!entries) throw new Error(`Table ${this.spec.name} has no index '${index}'.`);
    const keys = entries.get(value);
    return keys ? [...keys].map((key) => this.#rows.get(key)!) : [];
  }

  put(row: Row): Row {
    const key = this.spec.key(row);
    const before = this.#rows.get(key);
    this.#changes.changed(this as unknown as Table<object>, key, before);
    this.#watch?.changed(key, before);
    this.#set(key, row);
    return row;
  }

  delete(key: string): boolean {
    const before = this.#rows.get(key);
    if (!before) return false;
    this.#changes.changed(this as unknown as Table<object>, key, before);
    this.#watch?.changed(key, before);
    this.#unset(key, before);
    return true;
  }

  /** The store's way back: puts the row as it was, without telling of a change. */
  restore(key: string, before: Row | undefined) {
    this.#watch?.restored(key);
    if (before) this.#set(key, before);
    else {
      const row = this.#rows.get(key);
      if (row) this.#unset(key, row);
    }
  }

  #set(key: string, row: Row) {
    const before = this.#rows.get(key);
    if (before) this.#unindex(key, before);
    this.#rows.set(key, row);
    this.version += 1;
    for (const [index, entries] of this.#indexes) {
      const value = this.spec.indexes![index]!(row);
      if (value === undefined) continue;
      const keys = entries.get(value);
      if (keys) keys.add(key);
      else entries.set(value, new Set([key]));
    }
  }

  #unset(key: string, row: Row) {
    this.#unindex(key, row);
    this.#rows.delete(key);
    this.version += 1;
  }

  #unindex(key: string, row: Row) {
    for (const [index, entries] of this.#indexes) {
      const value = this.spec.indexes![index]!(row);
      if (value === undefined) continue;
      const keys = entries.get(value);
      keys?.delete(key);
      if (keys?.size === 0) entries.delete(value);
    }
  }
}
