import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Detection, Finding } from '@tocsin/detect';
import { levels } from '@tocsin/detect';
import { Failure } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { csvHead, csvLine } from './csv.ts';
import { sarif } from './sarif.ts';
import { printSummary, printTable } from './summary.ts';

export type Format = 'table' | 'ndjson' | 'csv' | 'sarif';

/** Findings that are summed up, and those that one SARIF file has; others are only written. */
export const summedUpMax = 50_000;

export interface FindingWriter {
  take(finding: Finding): void;
  /** Writes what comes behind the findings: for people, what they come to. */
  end(): Promise<void>;
  readonly count: number;
  /** How many are of this level or above. */
  countFrom(level: (typeof levels)[number]): number;
}

interface Asked {
  readonly format: Format;
  readonly output: string | undefined;
  readonly detections: readonly Detection[];
}

/** Writes findings as they come, to a file or the terminal. */
export function createFindingWriter(asked: Asked, terminal: Terminal): FindingWriter {
  const { format, output, detections } = asked;
  const out = openOutput(output, terminal);
  const forPeople = format === 'table' ? { ...terminal, print: out.line } : undefined;
  const some: Finding[] = [];
  const counts = new Map<string, number>();
  let count = 0;
  if (format === 'csv') out.text(csvHead);
  return {
    take(finding) {
      count += 1;
      counts.set(finding.level, (counts.get(finding.level) ?? 0) + 1);
      if (format === 'ndjson') out.line(JSON.stringify(finding));
      if (format === 'csv') out.text(csvLine(finding));
      if (forPeople) printTable([finding], forPeople);
      if (some.length === summedUpMax) return;
      some.push(format === 'sarif' ? finding : { ...finding, record: {} });
    },
    async end() {
      if (format === 'sarif') {
        out.line(JSON.stringify(sarif(some, detections, version), undefined, 2));
      }
      await out.end();
      const isOnStdout = format !== 'table' && output === undefined;
      if (forPeople && count > 0 && output === undefined) terminal.print();
      printSummary(
        some,
        isOnStdout ? { ...terminal, print: (line = '') => terminal.warn(line) } : terminal,
      );
      if (count > some.length) {
        const what = format === 'sarif' ? 'The file and the summary have' : 'The summary has';
        terminal.warn(`${what} the first ${some.length} of ${count} findings.`);
      }
    },
    get count() {
      return count;
    },
    countFrom: (level) =>
      levels.slice(levels.indexOf(level)).reduce((sum, each) => sum + (counts.get(each) ?? 0), 0),
  };
}

interface Output {
  text(text: string): void;
  line(line?: string): void;
  end(): Promise<void>;
}

function openOutput(file: string | undefined, { print }: Terminal): Output {
  if (file === undefined) {
    return {
      // A line of CSV brings its own end.
      text: (text) => print(text.replace(/\n$/, '')),
      line: print,
      end: async () => {},
    };
  }
  const stream = createWriteStream(file);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  return {
    text: (text) => void stream.write(text),
    line: (line = '') => void stream.write(`${line}\n`),
    async end() {
      stream.end();
      if (!stream.closed) await once(stream, 'close').catch(() => undefined);
      if (failure) throw new Failure(`${file} cannot be written: ${failure.message}`);
    },
  };
}
