import type { EvidenceResult } from '@tocsin/detect';

/** The results as JUnit's XML, which build servers read: a suite for each rule. */
export function junit(results: readonly EvidenceResult[]): string {
  const suites = Map.groupBy(results, ({ detection }) => detection);
  const lines = [...suites].flatMap(([name, cases]) => [
    `  <testsuite name=${quoted(name)} tests="${cases.length}" failures="${failures(cases)}">`,
    ...cases.map(testCase),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tocsin rules" tests="${results.length}" failures="${failures(results)}">`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ file, kind, name, passed }: EvidenceResult): string {
  const start = `    <testcase name=${quoted(`${kind}: ${name}`)} classname=${quoted(file)}`;
  if (passed) return `${start}/>`;
  const message = kind === 'match' ? 'does not ring' : 'rings, and should not';
  return `${start}><failure message="${message}"/></testcase>`;
}

const failures = (results: readonly EvidenceResult[]): number =>
  results.filter(({ passed }) => !passed).length;

const quoted = (text: string): string =>
  `"${text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')}"`;
