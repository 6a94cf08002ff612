import { writeFileSync } from 'node:fs';
import { type EvidenceResult, type Loaded, runEvidence } from '@tocsin/detect';
import { Failure } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { junit } from './junit.ts';

/** Runs the evidence of rules. Throws a Failure (exit code 1) when some of it does not hold. */
export function testRules(
  { files, problems }: Loaded,
  { json, junit: report }: { json: boolean; junit: string | undefined },
  { print, paint }: Terminal,
) {
  const results = files.flatMap(runEvidence);
  const failed = results.filter(({ passed }) => !passed);
  const without = files.filter(({ extension: { tests } }) => tests.match.length === 0);
  if (report !== undefined) writeFileSync(report, junit(results));
  if (json) print(JSON.stringify(results.map(toJson), null, 2));
  else {
    for (const result of failed) {
      const wanted = result.kind === 'match' ? 'does not ring' : 'rings, and should not';
      print(`${paint.bad('✗')} ${result.detection}: ${result.name} ${wanted}`);
      print(paint.dim(`  Why: tocsin rules explain ${result.detection} RECORD.json`));
    }
    const mark = failed.length === 0 ? paint.good('✓') : paint.bad('✗');
    const count = results.length - failed.length;
    print(`${mark} ${files.length} rules, ${count} of ${results.length} cases hold.`);
    if (without.length > 0) print(paint.dim(`${without.length} rules have no evidence.`));
  }
  if (failed.length > 0) throw new Failure(`${failed.length} cases do not hold.`);
  if (problems.length > 0) throw new Failure(`${problems.length} files are no rules.`);
}

const toJson = ({ findings, ...result }: EvidenceResult) => ({
  ...result,
  rang: findings.map(({ title }) => title),
});
