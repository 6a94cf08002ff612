import { objectEnd } from './objectEnd.ts';
import { isRecord, listNames } from './recordsIn.ts';
import { plainScanner, type Scanner, type Shape } from './scanner.ts';

/** A part of a log: it takes bytes, and says how many it used and what comes next. */
export interface Part {
  /** `last` says that the log ends with these bytes. */
  read(bytes: Buffer, last: boolean): Step;
  readonly isLines?: boolean;
  /** A log cannot end in it. */
  readonly isOpen?: boolean;
}

interface Step {
  readonly usedBytes: number;
  /** Undefined: the same goes on, once there are more bytes. */
  readonly next?: Part;
}

/** What objects lie in: nothing, an array, or the member of an object that is an array. */
type Around = 'nothing' | 'array' | 'member';

interface Counts {
  records: number;
  broken: number;
  hasList: boolean;
}

/** The parts that logs are made of; `anything` is what each begins with. */
export function createParts(scanner: Scanner, counts: Counts, give: (object: unknown) => void) {
  /** Before and between lists: finds out what comes. */
  const anything: Part = {
    read(bytes, last) {
      const from = bytes.findIndex((byte) => byte === openBrace || byte === openBracket);
      if (from < 0) return { usedBytes: bytes.length };
      if (/\S.*\n/.test(bytes.toString('latin1', 0, from))) counts.broken += 1;
      if (bytes[from] === openBracket) return { usedBytes: from + 1, next: first('array') };
      const head = listHead.exec(bytes.toString('latin1', from, from + headBytesMax));
      if (head) return { usedBytes: from + head[0].length, next: first('member') };
      const end = objectEnd(bytes, from);
      const lineEnd = bytes.indexOf(newline, from);
      if (lineEnd >= 0 && (end ?? bytes.length) > lineEnd && beginsLine(bytes, lineEnd + 1)) {
        counts.broken += 1;
        return { usedBytes: lineEnd + 1, next: anything };
      }
      const needsMore = end === undefined || (end + seenBytes > bytes.length && !last);
      if (needsMore) return { usedBytes: from };
      const isLine = lineEnd >= end && bytes.toString('latin1', end, lineEnd).trim() === '';
      const shape = isLine ? 'lines' : 'list';
      return { usedBytes: from, next: objects(shape, 'nothing', bytes.subarray(from, end)) };
    },
  };

  /** The first object of a list: by it the scanner is chosen. */
  const first = (around: Around): Part => ({
    isOpen: true,
    read(bytes) {
      const from = bytes.findIndex((byte) => byte === openBrace || byte === closeBracket);
      if (from < 0) return { usedBytes: bytes.length };
      counts.hasList ||= bytes.toString('latin1', 0, from).trim() === '';
      if (bytes[from] === closeBracket) return { usedBytes: from + 1, next: behind(around) };
      const end = objectEnd(bytes, from);
      if (end === undefined) return { usedBytes: from };
      return { usedBytes: from, next: objects('list', around, bytes.subarray(from, end)) };
    },
  });

  /** In an envelope a record may be a text, in which its quotes are not quotes. */
  function objects(shape: Shape, around: Around, sample: Buffer): Part {
    const suited = isBareRecord(sample) ? scanner : plainScanner;
    return {
      isLines: shape === 'lines',
      isOpen: around !== 'nothing',
      read(bytes) {
        const { usedBytes, dismissed, broken, ended } = suited.scan(bytes, shape, give);
        counts.records += dismissed;
        counts.broken += broken;
        return ended ? { usedBytes, next: behind(around) } : { usedBytes };
      },
    };
  }

  const behind = (around: Around): Part => (around === 'member' ? members(anything) : anything);

  return { anything, restOfLine };
}

/** The other members of the object that has a list. */
const members = (next: Part): Part => ({
  isOpen: true,
  read(bytes) {
    const end = objectEnd(bytes, 0, 1);
    return end === undefined ? { usedBytes: 0 } : { usedBytes: end, next };
  },
});

/** What is left of a line that is too long, before the other lines. */
const restOfLine = (lines: Part): Part => ({
  read(bytes) {
    const end = bytes.indexOf(newline);
    return end < 0 ? { usedBytes: bytes.length } : { usedBytes: end + 1, next: lines };
  },
});

function isBareRecord(bytes: Buffer): boolean {
  try {
    return isRecord(JSON.parse(bytes.toString('utf8')));
  } catch {
    return false;
  }
}

/** A line of its own begins with an object, in an export of CloudWatch Logs behind its time. */
const beginsLine = (bytes: Buffer, at: number): boolean =>
  /^(?:\d{4}-\d\d-\d\dT\S{1,20} )?\{/.test(bytes.toString('latin1', at, at + seenBytes));

/** Looked at behind an object to see whether its line ends there. */
const seenBytes = 64;

/** An object up to its list; what stands before the list is short. */
const headBytesMax = 4_096;
const plainValue = String.raw`(?:"(?:[^"\\]|\\.)*"|[-+.\w]+|\[[^[\]{}]*\])`;
const listHead = new RegExp(
  String.raw`^\{\s*(?:"[^"\\]*"\s*:\s*${plainValue}\s*,\s*)*"(?:${listNames.join('|')})"\s*:\s*\[`,
);

const newline = 0x0a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
