import type { SigmaRule } from '@tocsin/engine/sigma';
import { createKernel, kernelMemory } from './kernel.ts';
import { createLookOut } from './lookOut.ts';
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
  const words = new Int32Array(kernel.memory.buffer);
  memory.set(lookOut.fingerprints.tables, kernelMemory.fingerprintsAt);

  /** Puts a block where the kernel reads it, with zeros behind the last. */
  function load(bytes: Buffer, from: number): number {
    const to = Math.min(from + blockBytes + paddingBytes, bytes.length);
    memory.set(bytes.subarray(from, to), inputAt);
    const end = inputAt + (to - from);
    if (to === bytes.length) memory.fill(0, end, inputAt + blockBytes + paddingBytes);
    return inputAt + Math.min(blockBytes, bytes.length - from);
  }

  function scanList(bytes: Buffer, found: (object: unknown) => void): Scanned {
    const counts = { dismissed: 0, broken: 0 };
    let usedBytes = 0;
    let begin = -1;
    memory.fill(0, kernelMemory.stateAt, kernelMemory.freeAt);
    for (let from = 0; from < bytes.length; from += blockBytes) {
      const to = load(bytes, from);
      const hitsEnd = kernel.find(inputAt, to, hitsAt) >> 2;
      const spansEnd = kernel.spans(inputAt, to, 1, 0, spansAt) >> 2;
      let hit = hitsAt >> 2;
      for (let span = spansAt >> 2; span < spansEnd; span += 1) {
        const word = words[span]!;
        const place = (word >>> 1) - inputAt;
        if ((word & 1) === 0) {
          begin = from + place;
          lookOut.reset();
          while (hit < hitsEnd && (words[hit]! >>> 8) - inputAt < place) hit += 1;
        } else {
          for (; hit < hitsEnd && (words[hit]! >>> 8) - inputAt < place; hit += 1) {
            lookOut.look(bytes, from + (words[hit]! >>> 8) - inputAt, words[hit]! & 0xff);
          }
          usedBytes = from + place + 1;
          decide(bytes, begin, usedBytes, found, counts);
          begin = -1;
        }
      }
      const stoppedAt = words[(kernelMemory.stateAt >> 2) + 4]!;
      if (stoppedAt > 0) {
        return { ...counts, usedBytes: from + stoppedAt - inputAt, ended: true };
      }
      for (; begin >= 0 && hit < hitsEnd; hit += 1) {
        lookOut.look(bytes, from + (words[hit]! >>> 8) - inputAt, words[hit]! & 0xff);
      }
    }
    return { ...counts, usedBytes, ended: false };
  }

  function scanLines(bytes: Buffer, found: (object: unknown) => void): Scanned {
    const counts = { dismissed: 0, broken: 0 };
    let begin = 0;
    let end = bytes.indexOf(newline);
    lookOut.reset();
    const endLine = () => {
      const from = bytes.indexOf(openBrace, begin);
      if (from >= 0 && from < end) decide(bytes, from, end, found, counts);
      else if (bytes.toString('latin1', begin, end).trim() !== '') counts.broken += 1;
      lookOut.reset();
      begin = end + 1;
      end = bytes.indexOf(newline, begin);
    };
    for (let from = 0; from < bytes.length; from += blockBytes) {
      const hitsEnd = kernel.find(inputAt, load(bytes, from), hitsAt) >> 2;
      for (let hit = hitsAt >> 2; hit < hitsEnd; hit += 1) {
        const place = from + (words[hit]! >>> 8) - inputAt;
        while (end >= 0 && end < place) endLine();
        if (end >= 0) lookOut.look(bytes, place, words[hit]! & 0xff);
      }
    }
    while (end >= 0) endLine();
    return { ...counts, usedBytes: begin, ended: false };
  }

  function decide(
    bytes: Buffer,
    from: number,
    to: number,
    found: (object: unknown) => void,
    counts: { dismissed: number; broken: number },
  ) {
    if (!lookOut.mayRing(bytes, from, to)) {
      counts.dismissed += 1;
      return;
    }
    let object: unknown;
    try {
      object = JSON.parse(bytes.toString('utf8', from, to));
    } catch {
      counts.broken += 1;
      return;
    }
    found(object);
  }

  return {
    scan: (bytes, shape, found) => (shape === 'list' ? scanList : scanLines)(bytes, found),
  };
}

/** So much at once that it stays in the processor's cache. */
const blockBytes = 1 << 18;
/** The kernel reads so far behind the end. */
const paddingBytes = 64;
const inputAt = kernelMemory.freeAt;
/** A hit and a span are four bytes each; there is at most one of each for every byte. */
const hitsAt = inputAt + blockBytes + paddingBytes;
const spansAt = hitsAt + blockBytes * 4;
const pages = Math.ceil((spansAt + blockBytes * 4) / 65_536);

const newline = 0x0a;
const openBrace = 0x7b;
