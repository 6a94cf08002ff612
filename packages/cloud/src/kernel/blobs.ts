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
  /** How many read a blob now. */
  readonly #readers = new Map<string, number>();
  /** Dropped while they were read: their last reader takes them away. */
  readonly #lingering = new Set<string>();

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
      for (const id of this.#doomed.splice(0)) this.#remove(id);
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

  /** In a transaction: removes the bytes once the change is committed and nobody reads them. */
  drop(id: string) {
    this.#store.sql(blobsSql).remove.run(id);
    this.#doomed.push(id);
    this.#store.onUndo(() => this.#doomed.splice(this.#doomed.lastIndexOf(id), 1));
  }

  /** Removes an upload that no row will name. */
  discard(blob: StagedBlob) {
    if (!blob.inline) rmSync(this.#file(blob.id), { force: true });
  }

  /**
   * The pieces, one after the other. They come whole even if they are dropped before the stream
   * ends, so it must be read to its end or be destroyed.
   */
  read(pieces: readonly BlobPiece[]): Readable {
    const sources = pieces.map((piece) => ({ ...piece, inline: this.#inline(piece.id) }));
    for (const { id } of sources) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    const [only] = sources;
    const stream =
      only && sources.length === 1
        ? this.#open(only)
        : Readable.from(this.#readAll(sources), { objectMode: false });
    return stream.once('close', () => {
      for (const { id } of sources) this.#release(id);
    });
  }

  close() {
    if (this.#temporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(id: string): string {
    return join(this.#folder, id);
  }

  /** The bytes of a blob that is no file. */
  #inline(id: string): Uint8Array | undefined {
    const row = this.#store.sql(blobsSql).get.get(id);
    if (!row) throw new Error(`There is no blob ${id}.`);
    return (row.bytes as Uint8Array | null) ?? undefined;
  }

  /** Opens a file when its turn comes: an object may have 10,000 of them. */
  async *#readAll(sources: readonly Source[]): AsyncGenerator<Uint8Array> {
    for (const source of sources) yield* this.#open(source);
  }

  #open({ id, start, end, inline }: Source): Readable {
    if (inline) return Readable.from([inline.subarray(start, end + 1)]);
    return createReadStream(this.#file(id), { start, end });
  }

  #release(id: string) {
    const others = this.#readers.get(id)! - 1;
    if (others > 0) {
      this.#readers.set(id, others);
      return;
    }
    this.#readers.delete(id);
    if (this.#lingering.delete(id)) this.#remove(id);
  }

  #remove(id: string) {
    if (this.#readers.has(id)) this.#lingering.add(id);
    else rmSync(this.#file(id), { force: true });
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

/** The bytes of a blob from `start` to `end`, both included. */
export interface BlobPiece {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

type Source = BlobPiece & { readonly inline: Uint8Array | undefined };

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
