import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogPlace } from './hunt.ts';
import type { LogEntry } from './huntState.ts';

/** Files, and all files below folders, by name. Rejects with the system's error for what is not. */
export const localLogs = (paths: readonly string[]): LogPlace => ({
  async *list() {
    for (const path of paths) yield* below(path);
  },
});

async function* below(path: string): AsyncGenerator<LogEntry> {
  const facts = await stat(path);
  if (!facts.isDirectory()) {
    yield { name: path, sizeBytes: facts.size, stamp: `${facts.size} ${facts.mtimeMs}` };
    return;
  }
  for (const name of (await readdir(path)).sort()) {
    // Hidden files are the file system's and tools', and links may lead in a circle.
    if (name.startsWith('.')) continue;
    yield* below(join(path, name));
  }
}
