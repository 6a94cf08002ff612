import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a worker runs. */
export interface Code {
  /** Workers of the same key share one folder, for example the digest of a zip. */
  readonly key: string;
  /** The files by their relative paths; asked for when the folder is made. */
  readonly files: () => Readonly<Record<string, Uint8Array>>;
}

/** Code laid out for those that run it: a folder lives as long as its last worker. */
export class CodeFolders {
  readonly #folder: string;
  readonly #open = new Map<string, { readonly path: string; uses: number }>();
  #made = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  open({ key, files }: Code): { readonly path: string; readonly release: () => void } {
    const opened = this.#open.get(key) ?? this.#layOut(key, files());
    opened.uses += 1;
    const release = () => {
      opened.uses -= 1;
      if (opened.uses > 0) return;
      this.#open.delete(key);
      rmSync(opened.path, { recursive: true, force: true });
    };
    return { path: opened.path, release };
  }

  #layOut(key: string, files: Readonly<Record<string, Uint8Array>>) {
    this.#made += 1;
    const path = join(this.#folder, String(this.#made));
    mkdirSync(path, { mode: 0o755 });
    for (const [name, bytes] of Object.entries(files)) {
      const file = join(path, name);
      if (!file.startsWith(`${path}/`)) throw new Error(`${name} leads out of its folder.`);
      mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
      writeFileSync(file, bytes, { mode: 0o644 });
    }
    const opened = { path, uses: 0 };
    this.#open.set(key, opened);
    return opened;
  }
}
