/** Something that falls due. */
export interface Due {
  readonly dueMs: number;
}

/**
 * What falls due first, in time logarithmic in their number: a binary heap. Nothing is taken out of
 * its middle. What no longer `holds` leaves when it comes to the front, or all at once when there
 * may be more of it than of what holds.
 */
export class DueQueue<Item extends Due> {
  readonly #holds: (item: Item) => boolean;
  #items: Item[] = [];
  #sweepAt = smallestSweep;

  constructor(holds: (item: Item) => boolean) {
    this.#holds = holds;
  }

  /** Kept items, those that no longer hold included. */
  get size(): number {
    return this.#items.length;
  }

  get first(): Item | undefined {
    while (this.#items.length > 0 && !this.#holds(this.#items[0]!)) this.drop();
    return this.#items[0];
  }

  push(item: Item) {
    this.#rise(item);
    if (this.#items.length < this.#sweepAt) return;
    const holding = this.#items.filter(this.#holds);
    this.#items = [];
    for (const kept of holding) this.#rise(kept);
    this.#sweepAt = Math.max(smallestSweep, 2 * holding.length);
  }

  #rise(item: Item) {
    const items = this.#items;
    let place = items.length;
    items.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (items[parent]!.dueMs <= item.dueMs) break;
      items[place] = items[parent]!;
      place = parent;
    }
    items[place] = item;
  }

  /** Removes the first. */
  drop() {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.dueMs < items[child]!.dueMs) child += 1;
      if (items[child]!.dueMs >= last.dueMs) break;
      items[place] = items[child]!;
      place = child;
    }
    items[place] = last;
  }
}

const smallestSweep = 1_000;
