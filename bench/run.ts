import { cpus } from 'node:os';
import { eventPatterns } from './eventPatterns.ts';
import type { Benchmark, Figure } from './figure.ts';
import { getSecretValue } from './getSecretValue.ts';
import { hunt } from './hunt.ts';
import { memory } from './memory.ts';
import { readToDenied } from './readToDenied.ts';
import { readToDetails } from './readToDetails.ts';
import { readToMail } from './readToMail.ts';
import { start } from './start.ts';

/**
 * Measures every figure and prints it beside its target. `--quick` shortens the runs: it shows that
 * the benchmarks work, not how fast anything is. Names pick benchmarks: `npm run bench -- start`.
 */
const benchmarks: readonly Benchmark[] = [
  getSecretValue,
  readToMail,
  readToDetails,
  readToDenied,
  start,
  memory,
  eventPatterns,
  hunt,
];

const [...words] = process.argv.slice(2);
const quick = words.includes('--quick');
const names = words.filter((word) => word !== '--quick');
const wanted = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
if (wanted.length === 0) {
  console.error(`There is no such benchmark. Known: ${benchmarks.map(({ name }) => name)}`);
  process.exit(2);
}

const { model = 'unknown' } = cpus()[0] ?? {};
console.log(`Node ${process.version}, ${cpus().length} × ${model}${quick ? ', quick' : ''}\n`);
for (const { name, measure } of wanted) {
  console.log(name);
  for (const figure of await measure({ quick })) print(figure);
}
process.exit(0);

function print({ name, measured, peer, target, reached }: Figure) {
  console.log(`  ${name}`);
  console.log(`    measured ${measured}${peer ? `, peer ${peer}` : ''}, target ${target}`);
  console.log(`    ${reached >= 1 ? 'reached' : 'MISSED'}: ${reached.toFixed(2)} of the target\n`);
}
