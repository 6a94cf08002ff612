import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';
import { zipSync } from 'fflate';

/**
 * The function's code as a zip: these very sources without their types. What is left to import is
 * in Lambda's Node runtimes: Node's own modules and the SDK's clients. The same sources give the
 * same bytes, so that a deployment of what is deployed changes nothing.
 */
export function killSwitchZip(): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = readFileSync(posix.join(import.meta.dirname, path), 'utf8');
    const code = stripTypeScriptTypes(source);
    files[moduleName(path)] = new TextEncoder().encode(code.replace(ownImport, "$1'$2.mjs'"));
    for (const [, , specifier] of code.matchAll(ownImport)) {
      const next = posix.join(posix.dirname(path), `${specifier}.ts`);
      if (!(moduleName(next) in files) && !open.includes(next)) open.push(next);
    }
  }
  return zipSync(Object.fromEntries(Object.entries(files).sort(byName)), zipOptions);
}

export const handlerName = 'handler.handler';
const entry = 'handler.ts';

const moduleName = (path: string) => path.replace(/\.ts$/, '.mjs');

/** The formatter writes imports in one way only. */
const ownImport = /(\bfrom |\bimport )'(\.[^']+)\.ts'/g;

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);

/** Unix files that anybody may read, from the first day a zip can tell. */
const zipOptions = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
