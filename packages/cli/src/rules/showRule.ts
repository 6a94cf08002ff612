import type { Detection } from '@tocsin/detect';
import { wrapLines } from '../demo/wrapLines.ts';
import { printable, type Terminal } from '../terminal.ts';
import { colour } from './colour.ts';
import { type Compiled, compileForAll } from './compileRule.ts';
import { techniquesOf } from './listRules.ts';

/** A rule with all that is known of it: where it runs, what to do when it rings, its evidence. */
export function showRule(
  detection: Detection,
  all: readonly Detection[],
  asJson: boolean,
  terminal: Terminal,
) {
  const { print, paint, columns } = terminal;
  const { sigma, source, missing } = detection;
  const { extension } = source;
  const targets = compileForAll(detection, all);
  if (asJson) {
    const { custom, origin, ...rule } = sigma;
    return print(
      JSON.stringify({ name: detection.name, ...rule, ...extension, targets }, asPlain, 2),
    );
  }
  const width = Math.min(columns, widest) - indent.length;
  const text = (words: string) => {
    for (const line of wrapLines(words, width)) print(`${indent}${line}`);
  };
  const title = (words: string) => print(`\n${paint.strong(words)}`);
  print(
    `${paint.strong(printable(sigma.title))}  ${colour(sigma.level ?? 'medium', paint)(sigma.level ?? 'medium')}`,
  );
  text([detection.name, sigma.id ?? '', source.file].filter(Boolean).join(' · '));
  text([...techniquesOf(sigma.tags), ...extension.packs.map((pack) => `pack ${pack}`)].join(' · '));
  if (sigma.description) text(sigma.description.replaceAll(/\s+/g, ' ').trim());
  title('Where it runs');
  for (const target of targets) printTarget(target, terminal);
  const parameters = Object.entries(extension.parameters);
  if (parameters.length > 0) title('What can be set');
  for (const [name, parameter] of parameters) {
    const preset = parameter.required ? 'needed' : JSON.stringify(parameter.default);
    text(`${name} (${preset}): ${parameter.description}.`);
  }
  if (missing.length > 0) text(`Off until there is a value for: ${missing.join(', ')}.`);
  printList('What to do', extension.runbook, title, text);
  printList('False positives', sigma.falsepositives, title, text);
  title('Evidence');
  for (const { name } of extension.tests.match) text(`rings for    ${name}`);
  for (const { name } of extension.tests.ignore) text(`is quiet for ${name}`);
  printPatterns(detection, title, text);
}

const widest = 104;
const indent = '  ';

function printTarget({ target, fidelity, notes }: Compiled, { print, paint }: Terminal) {
  const mark =
    fidelity === 'exact'
      ? paint.good('✓')
      : fidelity === 'impossible'
        ? paint.bad('✗')
        : paint.accent('~');
  print(`${indent}${mark} ${target.padEnd(12)} ${fidelity}`);
  for (const note of notes) print(paint.dim(`${indent}    ${printable(note)}`));
}

function printList(
  name: string,
  lines: readonly string[],
  title: (words: string) => void,
  text: (words: string) => void,
) {
  if (lines.length === 0) return;
  title(name);
  for (const line of lines) text(`- ${line}`);
}

function printPatterns(
  { source }: Detection,
  title: (words: string) => void,
  text: (words: string) => void,
) {
  const patterns = source.extension.filterPatterns;
  if (patterns.length > 0) title('Published filter patterns, to the letter');
  for (const { source: from, pattern, defect } of patterns) {
    text(`${from}:`);
    text(pattern);
    if (defect !== undefined) text(`! ${defect}`);
  }
}

/** Maps of the parsed rule as objects. */
const asPlain = (_: string, value: unknown) =>
  value instanceof Map ? Object.fromEntries(value) : value;
