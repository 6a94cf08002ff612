import type { TrailRecord } from '../extension.ts';
import { BrokenLog } from './BrokenLog.ts';
import { createDecoder } from './decode.ts';
import { createParts, type Part } from './logParts.ts';
import { recordsIn } from './recordsIn.ts';
import type { Scanner } from './scanner.ts';

/** CloudTrail's records have at most 1 MB; lines of other makers may hold many of them. */
export const objectBytesMax = 16_000_000;

/** What was in a log. */
export interface LogFacts {
  records: number;
  /** Without gzip. */
  bytes: number;
  /** Objects that hold no record of CloudTrail. */
  strangers: number;
  /** Records and lines that are no JSON. */
  broken: number;
  /** There was a list, if only an empty one. */
  hasList: boolean;
  /** The log ends before its last record or list does. */
  endsEarly: boolean;
}

export interface LogReader {
  /** Throws a `BrokenLog` for what can be no log from here on. */
  take(bytes: Buffer): void;
  end(): void;
  readonly facts: Readonly<LogFacts>;
}

/**
 * Reads a log piece by piece and gives its records, at least those that the scanner does not
 * dismiss. What kind of log it is shows in its first bytes, and again behind each list.
 */
export function createLogReader(scanner: Scanner, found: (record: TrailRecord) => void): LogReader {
  const facts: LogFacts = noFacts();
  const decoder = createDecoder();
  const { anything, restOfLine } = createParts(scanner, facts, (object) => {
    let records = 0;
    for (const record of recordsIn(object)) {
      records += 1;
      found(record);
    }
    facts.records += records;
    if (records === 0) facts.strangers += 1;
  });
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let wantedBytes = 1;
  let part: Part = anything;

  function take(bytes: Buffer, last: boolean) {
    kept.push(bytes);
    keptBytes += bytes.length;
    if (keptBytes < wantedBytes && !last) return;
    let left = kept.length === 1 ? bytes : Buffer.concat(kept);
    while (left.length > 0) {
      const { usedBytes, next } = part.read(left, last);
      left = left.subarray(usedBytes);
      if (!next) break;
      part = next;
    }
    if (left.length > objectBytesMax) {
      if (!part.isLines) {
        throw new BrokenLog(`has an object of more than ${objectBytesMax / 1e6} MB`);
      }
      facts.broken += 1;
      part = restOfLine(part);
      left = left.subarray(left.length);
    }
    // A copy, so that a little rest does not hold all the bytes it came with.
    kept = left.length === 0 ? [] : [Buffer.from(left)];
    keptBytes = left.length;
    // Twice as much each time: what does not end is not looked through for every piece.
    wantedBytes = keptBytes * 2 + 1;
  }

  return {
    facts,
    take(bytes) {
      const text = decoder.take(bytes);
      facts.bytes += text.length;
      take(text, false);
    },
    end() {
      take(Buffer.concat([decoder.end(), lineEnd]), true);
      facts.endsEarly =
        part.isOpen === true || Buffer.concat(kept).toString('latin1').trim() !== '';
    },
  };
}

export const noFacts = (): LogFacts => ({
  records: 0,
  bytes: 0,
  strangers: 0,
  broken: 0,
  hasList: false,
  endsEarly: false,
});

const lineEnd = Buffer.from('\n');
