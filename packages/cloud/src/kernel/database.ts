import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the state is kept: a folder of its own, or nowhere (it ends with the process). */
export type DataLocation = { readonly folder: string } | 'memory';

/**
 * Opens the one SQLite file. WAL with `synchronous=FULL`: a commit that returned is on the disk,
 * whatever happens to the process or the machine afterwards. The exclusive lock keeps a second
 * process from opening the same folder.
 */
export function openDatabase(location: DataLocation): DatabaseSync {
  const database = new DatabaseSync(
    location === 'memory' ? ':memory:' : stateFile(location.folder),
  );
  try {
    database.exec(`
      PRAGMA page_size = ${pageBytes};
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA journal_size_limit = ${journalSizeLimitBytes};
    `);
    checkVersion(database);
  } catch (error) {
    database.close();
    if (location === 'memory') throw error;
    if (isBusy(error)) throw new DataFolderInUse(location.folder);
    throw isSpoilt(error) ? spoilt(location.folder) : error;
  }
  return database;
}

/** A data folder that cannot be used as it is; the message says what to do. */
export class DataFolderError extends Error {}

export class DataFolderInUse extends DataFolderError {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another tocsin. ` +
        'Stop that one (tocsin down), or give this one a folder of its own (--data DIR).',
    );
  }
}

/** Records are about 1 KB: larger pages mean fewer writes in a commit. */
const pageBytes = 16 * 1024;
const checkpointPages = 1_000;
const journalSizeLimitBytes = 64 * 1024 * 1024;
const formatVersion = 1;

function stateFile(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'state.db');
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  return file;
}

function checkVersion(database: DatabaseSync) {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (row.user_version > formatVersion) {
    throw new DataFolderError(
      `The data folder was written by a newer tocsin (format ${row.user_version}, this one reads ` +
        `${formatVersion}). Update tocsin, or start with an empty folder (--data DIR).`,
    );
  }
  if (row.user_version === 0) database.exec(`PRAGMA user_version = ${formatVersion}`);
}

function spoilt(folder: string): DataFolderError {
  return new DataFolderError(
    `${join(folder, 'state.db')} is not a database of tocsin. ` +
      'Restore it, or start with an empty folder (--data DIR).',
  );
}

/** Of SQLite's: the file has another format, or is damaged. */
const isSpoilt = (error: unknown): boolean =>
  error instanceof Error && /not a database|malformed/.test(error.message);

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked/.test(error.message);
}
