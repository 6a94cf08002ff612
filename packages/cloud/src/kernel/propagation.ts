import type { Clock } from './clock.ts';
import type { Table, TableSpec } from './table.ts';

/** Rows as those see them who decide over requests. */
export interface RowsInEffect<Row extends object> {
  /** Grows when a row may be another one than before. */
  readonly version: number;
  get(key: string): Row | undefined;
  find(index: string, value: string): Row[];
}

/** How long a change takes to act, in milliseconds, for what is new and for what was there. */
export type DelayMs = (change: { readonly isNew: boolean; readonly draw: number }) => number;

/**
 * The rows of a table as they act: each change is seen some seconds after it was made, although
 * whoever reads the table itself sees it at once. So IAM behaves on AWS.
 *
 * Each changed key has a queue of the states that it had, each with the time at which the next one
 * takes its place. Changes of one key act in the order in which they were made. What still waits
 * when the cloud stops acts at its next start.
 */
export class DelayedRows<Row extends object> implements RowsInEffect<Row> {
  readonly #table: Table<Row>;
  readonly #clock: Clock;
  readonly #delayMs: DelayMs;
  readonly #waiting = new Map<string, PastState<Row>[]>();
  #nextMs = Number.POSITIVE_INFINITY;
  #arrivals = 0;

  constructor(table: Table<Row>, clock: Clock, delayMs: DelayMs) {
    this.#table = table;
    this.#clock = clock;
    this.#delayMs = delayMs;
    table.watch({
      changed: (key, before) => this.#changed(key, before),
      restored: (key) => void this.#waiting.get(key)?.pop(),
    });
  }

  get version(): number {
    this.#arrive();
    return this.#table.version + this.#arrivals;
  }

  get(key: string): Row | undefined {
    this.#arrive();
    const past = this.#waiting.get(key)?.[0];
    return past ? past.row : this.#table.get(key);
  }

  find(index: string, value: string): Row[] {
    this.#arrive();
    const settled = this.#table
      .find(index, value)
      .filter((row) => !this.#waiting.get(this.#table.spec.key(row))?.length);
    const indexOf = this.#table.spec.indexes![index]!;
    const past = [...this.#waiting.values()].flatMap(([first]) => first?.row ?? []);
    return [...settled, ...past.filter((row) => indexOf(row) === value)];
  }

  #changed(key: string, before: Row | undefined) {
    this.#arrive();
    const queue = this.#waiting.get(key) ?? [];
    const draw = drawOf(`${this.#table.spec.name} ${key} ${this.#table.version}`);
    const dueMs = this.#clock.now() + this.#delayMs({ isNew: before === undefined, draw });
    const untilMs = Math.max(dueMs, queue.at(-1)?.untilMs ?? 0);
    this.#waiting.set(key, [...queue, { row: before, untilMs }]);
    this.#nextMs = Math.min(this.#nextMs, untilMs);
  }

  /** Lets go of the states whose time is over. */
  #arrive() {
    const nowMs = this.#clock.now();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = Number.POSITIVE_INFINITY;
    this.#arrivals += 1;
    for (const [key, queue] of this.#waiting) {
      const left = queue.filter(({ untilMs }) => untilMs > nowMs);
      if (left.length === 0) this.#waiting.delete(key);
      else this.#waiting.set(key, left);
      this.#nextMs = Math.min(this.#nextMs, left[0]?.untilMs ?? Number.POSITIVE_INFINITY);
    }
  }
}

interface PastState<Row> {
  /** Undefined: there was none. */
  readonly row: Row | undefined;
  readonly untilMs: number;
}

/** At pace `aws` the delayed rows; else the table itself, at no cost. */
export function rowsInEffect<Row extends object>(
  of: { readonly store: { table(spec: TableSpec<Row>, scope: string): Table<Row> } },
  at: { readonly spec: TableSpec<Row>; readonly scope: string },
  delay: { readonly clock: Clock; readonly delayMs: DelayMs } | undefined,
): RowsInEffect<Row> {
  const table = of.store.table(at.spec, at.scope);
  return delay ? new DelayedRows(table, delay.clock, delay.delayMs) : table;
}

/**
 * AWS tells only that changes to IAM take time. Seen were: 3 to 4 s until a deny that was put on a
 * user acted, and between 7 and 11 s until a new role could be assumed.
 */
export const iamDelayMs: DelayMs = ({ isNew, draw }) =>
  isNew ? 7000 + draw * 4000 : 3000 + draw * 1000;

/** A number from 0 to below 1 that is the same for the same text (FNV-1a). */
function drawOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}
