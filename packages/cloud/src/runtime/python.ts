import { execFile } from 'node:child_process';

/** The Python of this machine, and the folders that it is made of. */
export interface Python {
  readonly executable: string;
  readonly folders: readonly string[];
}

/** What `python3` stands for: on many machines it is a script that starts another. */
export function findPython(): Promise<Python | undefined> {
  return new Promise((resolve) => {
    execFile('python3', ['-I', '-c', question], { timeout: patienceMs }, (error, answer) => {
      resolve(error ? undefined : JSON.parse(answer));
    });
  });
}

const question = `
import json, os, sys
if sys.version_info < (3, 8): sys.exit(1)
folders = {sys.prefix, sys.base_prefix, *filter(None, sys.path)}
print(json.dumps({"executable": sys.executable, "folders": sorted(folders)}))
`;

const patienceMs = 10_000;
