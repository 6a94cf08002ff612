import type { SigmaRule } from '@tocsin/engine/sigma';
import { createKernel, type Kernel, kernelMemory } from './kernel.ts';
import { createLookOut, type LookOut } from './lookOut.ts';
import { plainScanner, type Scanned, type Scanner } from './scanner.ts';
import { triggersOf } from './triggers.ts';

/**
 * A scanner that parses only what some rule could match. Two loops of vector instructions go over
 * all bytes: one finds where texts could stand that rules need, the other where objects begin and
 * end. Only the objects with such a place are looked at, and only few of them are parsed.
 */
export function fastScanner(rules: readonly SigmaRule[]): Scanner {
  const triggers = triggersOf(rules);
  if (triggers === undefined) return plainScanner;
  const lookOut = createLookOut(triggers);
  const kernel = createKernel(pages);
  const memory = new Uint8Array(kernel.memory.buffer);
  memory.set(lookOut.fingerprints.tables, kernelMemory.fingerprintsAt);
  const search = { kernel, lookOut, memory, words: new Int32Array(kernel.memory.buffer) };
  return {
    scan(bytes, shape, found) {
      const scan: Scan = { bytes, found, dismissed: 0, broken: 0 };
      const { usedBytes, ended } = shape === 'list' ? list(search, scan) : lines(search, scan);
      return { usedBytes, ended, dismissed: scan.dismissed, broken: scan.broken };
    },
  };
}

interface Search {
  readonly kernel: Kernel;
  readonly lookOut: LookOut;
  /** The kernel's memory, in bytes and in words of 32 bits. */
  readonly memory: Uint8Array;
  readonly words: Int32Array;
}

interface Scan {
  readonly bytes: Buffer;
  readonly found: (object: unknown) => void;
  dismissed: number;
  broken: number;
}

type Used = Pick<Scanned, 'usedBytes' | 'ended'>;

/** So much at once that it stays in the processor's cache. */
const blockBytes = 1 << 18;
/** The kernel reads so far behind the end. */
const paddingBytes = 64;
const inputAt = kernelMemory.freeAt;
/** A hit and a span are four bytes each; there is at most one of each for every byte. */
const hitsAt = inputAt + blockBytes + paddingBytes;
const spansAt = hitsAt + blockBytes * 4;
const pages = Math.ceil((spansAt + blockBytes * 4) / 65_536);
const stoppedAtWord = (kernelMemory.stateAt >> 2) + 4;

function list(search: Search, scan: Scan): Used {
  const { kernel, lookOut, memory, words } = search;
  const { bytes } = scan;
  let usedBytes = 0;
  let begin = -1;
  memory.fill(0, kernelMemory.stateAt, kernelMemory.freeAt);
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const to = load(search, bytes, from);
    const hitsEnd = kernel.find(inputAt, to, hitsAt) >> 2;
    const spansEnd = kernel.spans(inputAt, to, 1, 0, spansAt) >> 2;
    /** Looks at the hits before a place, which are those of the object at hand. */
    const look = (hit: number, before: number): number => {
      let at = hit;
      for (; at < hitsEnd && words[at]! >>> 8 < before; at += 1) {
        if (begin >= 0) lookOut.look(bytes, from + (words[at]! >>> 8) - inputAt, words[at]! & 255);
      }
      return at;
    };
    let hit = hitsAt >> 2;
    for (let span = spansAt >> 2; span < spansEnd; span += 1) {
      const place = words[span]! >>> 1;
      hit = look(hit, place);
      if ((words[span]! & 1) === 0) {
        begin = from + place - inputAt;
        lookOut.reset();
      } else {
        usedBytes = from + place - inputAt + 1;
        decide(lookOut, scan, begin, usedBytes);
        begin = -1;
      }
    }
    look(hit, to);
    const stoppedAt = words[stoppedAtWord]!;
    if (stoppedAt > 0) return { usedBytes: from + stoppedAt - inputAt, ended: true };
  }
  return { usedBytes, ended: false };
}

function lines(search: Search, scan: Scan): Used {
  const { kernel, lookOut, words } = search;
  const { bytes } = scan;
  let begin = 0;
  let end = bytes.indexOf(newline);
  const endLine = () => {
    const from = bytes.indexOf(openBrace, begin);
    if (from >= 0 && from < end) decide(lookOut, scan, from, end);
    else if (bytes.toString('latin1', begin, end).trim() !== '') scan.broken += 1;
    lookOut.reset();
    begin = end + 1;
    end = bytes.indexOf(newline, begin);
  };
  lookOut.reset();
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const hitsEnd = kernel.find(inputAt, load(search, bytes, from), hitsAt) >> 2;
    for (let hit = hitsAt >> 2; hit < hitsEnd; hit += 1) {
      const place = from + (words[hit]! >>> 8) - inputAt;
      while (end >= 0 && end < place) endLine();
      if (end >= 0) lookOut.look(bytes, place, words[hit]! & 255);
    }
  }
  while (end >= 0) endLine();
  return { usedBytes: begin, ended: false };
}

/** Puts a block where the kernel reads it, with zeros behind the last, and gives its end there. */
function load({ memory }: Search, bytes: Buffer, from: number): number {
  const to = Math.min(from + blockBytes + paddingBytes, bytes.length);
  memory.set(bytes.subarray(from, to), inputAt);
  if (to === bytes.length) memory.fill(0, inputAt + to - from, hitsAt);
  return inputAt + Math.min(blockBytes, bytes.length - from);
}

function decide(lookOut: LookOut, scan: Scan, from: number, to: number) {
  if (!lookOut.mayRing(scan.bytes, from, to)) {
    scan.dismissed += 1;
    return;
  }
  let object: unknown;
  try {
    object = JSON.parse(scan.bytes.toString('utf8', from, to));
  } catch {
    scan.broken += 1;
    return;
  }
  scan.found(object);
}

const newline = 0x0a;
const openBrace = 0x7b;
