import { readFileSync } from 'node:fs';
import { type Detection, linearRegex, type TrailRecord } from '@tocsin/detect';
import { explain, type Reason, type SigmaRule } from '@tocsin/engine/sigma';
import { Failure, UsageError } from '../command.ts';
import { printable, type Terminal } from '../terminal.ts';

/** Says of a record why a rule rings for it, or which part of its condition failed. */
export function explainRule(
  detection: Detection,
  all: readonly Detection[],
  file: string | undefined,
  asJson: boolean,
  terminal: Terminal,
) {
  if (file === undefined) throw new UsageError('Say which record: a file of JSON, or - for stdin.');
  const record = readRecord(file);
  const rules = rulesOf(detection, all);
  const reasons = rules.map((rule) => ({
    rule: rule.title,
    reason: explain(rule, record, { regex: linearRegex }),
  }));
  if (asJson) return terminal.print(JSON.stringify(reasons, null, 2));
  const { print, paint } = terminal;
  for (const { rule, reason } of reasons) {
    const verdict = reason.matched ? paint.good('matches') : paint.bad('does not match');
    print(`${paint.strong(rule)} ${verdict}`);
    printReason(reason, 1, terminal);
  }
  if (detection.sigma.kind === 'correlation') {
    print(paint.dim('A correlation of these steps: one record alone does not make it ring.'));
  }
  if (detection.missing.length > 0) {
    print(paint.dim(`Off until these have values: ${detection.missing.join(', ')}.`));
  }
}

/** The rule itself, or the steps of a correlation. */
function rulesOf({ sigma }: Detection, all: readonly Detection[]): SigmaRule[] {
  if (sigma.kind === 'rule') return [sigma];
  return sigma.rules.flatMap((reference) =>
    all
      .filter(({ sigma: { id, name } }) => id === reference || name === reference)
      .flatMap((step) => rulesOf(step, all)),
  );
}

function readRecord(file: string): TrailRecord {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const record = unwrapped(value);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw new Failure(`${file} holds no record: a JSON object is wanted.`);
  }
  return record as TrailRecord;
}

/** The record itself, or the first of a log file, or what an event of EventBridge carries. */
function unwrapped(value: unknown): unknown {
  const { Records, detail, CloudTrailEvent } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(Records)) return Records[0];
  if (typeof CloudTrailEvent === 'string') return JSON.parse(CloudTrailEvent);
  return detail ?? value;
}

function printReason(reason: Reason, depth: number, terminal: Terminal) {
  const { print, paint } = terminal;
  const mark = reason.matched ? paint.good('✓') : paint.bad('✗');
  const name = reason.text === '' ? words[reason.kind] : reason.text;
  const place = reason.line === undefined ? '' : paint.dim(`  line ${reason.line}`);
  const found = reason.found && reason.kind === 'item' ? paint.dim(`  ${foundText(reason)}`) : '';
  print(`${'  '.repeat(depth)}${mark} ${printable(String(name))}${found}${place}`);
  for (const part of reason.of) printReason(part, depth + 1, terminal);
}

const words: Readonly<Record<Reason['kind'], string>> = {
  and: 'all of these',
  or: 'one of these',
  not: 'not',
  search: 'search',
  item: 'keywords',
  value: 'value',
};

function foundText({ found = [] }: Reason): string {
  if (found.length === 0) return 'the record has none';
  const text = found.map((value) => JSON.stringify(value)).join(', ');
  return printable(
    `the record has ${text.length > shownMax ? `${text.slice(0, shownMax)}…` : text}`,
  );
}

const shownMax = 120;
