import { createDetector } from './detector.ts';
import type { EvidenceCase } from './extension.ts';
import type { Finding } from './finding.ts';
import { detectionsOf, type RuleFile } from './ruleFile.ts';

/** How one case of a detection's evidence came out. */
export interface EvidenceResult {
  readonly detection: string;
  readonly file: string;
  readonly kind: 'match' | 'ignore';
  readonly name: string;
  readonly passed: boolean;
  /** What rang, whether it should have or not. */
  readonly findings: readonly Finding[];
}

/** Runs the evidence of a file. Parameters have their defaults, and what a case itself sets. */
export function runEvidence(source: RuleFile): EvidenceResult[] {
  const { match, ignore } = source.extension.tests;
  const resultsOf = (kind: 'match' | 'ignore', cases: readonly EvidenceCase[]) =>
    cases.map((each): EvidenceResult => {
      const findings = findingsOf(source, each);
      const passed = kind === 'match' ? findings.length > 0 : findings.length === 0;
      return { detection: source.name, file: source.file, kind, name: each.name, passed, findings };
    });
  return [...resultsOf('match', match), ...resultsOf('ignore', ignore)];
}

function findingsOf(source: RuleFile, { records, parameters }: EvidenceCase): Finding[] {
  const detector = createDetector(detectionsOf(source, parameters));
  return records.flatMap((record) => detector.feed(record));
}
