import { readFileSync } from 'node:fs';

/** The flags that the launcher of `tocsin` gives Node, from its first line. */
export const launcherFlags: readonly string[] = readFileSync(
  new URL('../packages/cli/bin/tocsin.js', import.meta.url),
  'utf8',
)
  .split('\n', 1)[0]!
  .split(' ')
  .filter((word) => word.startsWith('--'));
