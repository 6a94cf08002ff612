import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { DataLocation } from './database.ts';
import type { Ids } from './ids.ts';
import { defineSql } from './sql.ts';
import type { Store } from './store.ts';

/**
 * The bytes of objects. Small ones live in the database and are committed with the row that names
 * them; larger ones are files, written and synced before that commit, so that a row never names
 * bytes that are not there. A file that no row names is an upload that was never acknowledged, and
 * is removed at the next start.
 */
export class Blobs {
  readonly #store: Store;
  readonly #ids: Ids;
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #doomed: string[] = [];

  constructor(store: Store, ids: Ids, location: DataLocation) {
    this.#store = store;
    this.#ids = ids;
    this.#temporary = location === 'memory';
    this.#folder =
      location === 'memory'
        ? mkdtempSync(join(tmpdir(), 'tocsin-'))
        : join(location.folder, 'blobs');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#removeOrphans();
    store.onCommitted(() => {
      for (const id of this.#doomed.splice(0)) rmSync(this.#file(id), { force: true });
    });
  }

  /**
   * Takes in a stream without holding it in memory. `inspect` sees each chunk as it passes (for
   * digests); what it throws ends the upload. The result must be given to `keep`, or be dropped.
   */
  async stage(source: AsyncIterable<Uint8Array>, inspect?: Inspect): Promise<StagedBlob> {
    const id = this.#ids.hex(32);
    const held: Uint8Array[] = [];
    let size = 0;
    let file: ReturnType<typeof createWriteStream> | undefined;
    try {
      for await (const chunk of source) {
        inspect?.(chunk);
        size += chunk.length;
        if (!file) {
          held.push(chunk);
          if (size <= inlineLimitBytes) continue;
          file = createWriteStream(this.#file(id), { flags: 'wx', mode: 0o600 });
          if (!file.write(Buffer.concat(held.splice(0)))) await once(file, 'drain');
        } else if (!file.write(chunk)) await once(file, 'drain');
      }
      if (!file) return { id, size, inline: Buffer.concat(held) };
      file.end();
      await once(file, 'close');
      await syncFile(this.#file(id));
      return { id, size };
    } catch (error) {
      file?.destroy();
      rmSync(this.#file(id), { force: true });
      throw error;
    }
  }

  /** In a transaction: makes a staged upload part of the state. */
  keep(blob: StagedBlob): string {
    this.#store.sql(blobsSql).insert.run(blob.id, blob.size, blob.inline ?? null);
    return blob.id;
  }

  /** In a transaction: stores bytes that are in memory already. */
  put(bytes: Uint8Array): string {
    return this.keep({ id: this.#ids.hex(32), size: bytes.length, inline: bytes });
  }

  /** In a transaction: removes the bytes once the change is committed. */
  drop(id: string) {
    this.#store.sql(blobsSql).remove.run(id);
    this.#doomed.push(id);
    this.#store.onUndo(() => this.#doomed.splice(this.#doomed.lastIndexOf(id), 1));
  }

  /** Removes an upload that no row will name. */
  discard(blob: StagedBlob) {
    if (!blob.inline) rmSync(this.#file(blob.id), { force: true });
  }

  /** The bytes from `start` to `end`, both included; the whole by default. */
  read(id: string, range?: { start: number; end: number }): Readable {
    const row = this.#store.sql(blobsSql).get.get(id);
    if (!row) throw new Error(`There is no blob ${id}.`);
    if (row.bytes === null) return createReadStream(this.#file(id), range ?? {});
    const bytes = row.bytes as Uint8Array;
    return Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]);
  }

  close() {
    if (this.#temporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(id: string): string {
    return join(this.#folder, id);
  }

  #removeOrphans() {
    const { get } = this.#store.sql(blobsSql);
    for (const name of readdirSync(this.#folder)) {
      if (!get.get(name)) rmSync(this.#file(name), { force: true });
    }
  }
}

export type Inspect = (chunk: Uint8Array) => void;

export interface StagedBlob {
  readonly id: string;
  readonly size: number;
  readonly inline?: Uint8Array;
}

/** Up to here a row in the database is cheaper than a file of its own. */
const inlineLimitBytes = 64 * 1024;

const blobsSql = defineSql(
  'CREATE TABLE IF NOT EXISTS blobs (id TEXT PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB)',
  {
    insert: 'INSERT INTO blobs VALUES (?, ?, ?)',
    get: 'SELECT bytes FROM blobs WHERE id = ?',
    remove: 'DELETE FROM blobs WHERE id = ?',
  },
);

async function syncFile(path: string) {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}
