import type { Requirement } from '@tocsin/engine/sigma';
import { type Fingerprint, type Fingerprints, fingerprintsOf, foldBit } from './fingerprints.ts';
import { isHidden } from './rawText.ts';
import { maySatisfy, type Triggers } from './triggers.ts';

/** Looks at the places of one object that the kernel told of, and decides whether to parse it. */
export interface LookOut {
  readonly fingerprints: Fingerprints;
  /** Begins with the next object. */
  reset(): void;
  /** Three bytes at this place look like those of the texts in these buckets. */
  look(bytes: Buffer, place: number, buckets: number): void;
  /** Whether some rule could match the object in `[from, to)`, of which all places were told. */
  mayRing(bytes: Buffer, from: number, to: number): boolean;
}

type Meaning = 'name' | 'escape' | readonly Requirement[];

export function createLookOut(triggers: Triggers): LookOut {
  const meanings = new Map<string, Meaning>([
    ...triggers.literals,
    ['eventname', 'name'],
    // Whatever is written as an escape that need not be is parsed.
    ['\\u00', 'escape'],
  ]);
  const texts = [...meanings].map(([text, meaning]) => ({ bytes: Buffer.from(text), meaning }));
  const fingerprints = fingerprintsOf(texts.map(({ bytes }) => bytes));
  const meaningOf = new Map<Uint8Array, Meaning>(
    texts.map(({ bytes, meaning }) => [bytes, meaning]),
  );
  const names = createNames(triggers);
  let wanted: Requirement[] = [];
  let isCertain = false;

  function found(bytes: Buffer, start: number, meaning: Meaning) {
    if (meaning === 'escape') isCertain ||= isHidden(bytes, start);
    else if (meaning !== 'name') wanted.push(...meaning);
    else {
      const needs = names.at(bytes, start);
      if (needs === 'unknown') isCertain = true;
      else wanted.push(...needs);
    }
  }

  return {
    fingerprints,
    reset() {
      if (wanted.length > 0) wanted = [];
      isCertain = false;
    },
    look(bytes, place, buckets) {
      if (isCertain) return;
      for (let bits = buckets; bits !== 0; bits &= bits - 1) {
        const bucket = fingerprints.buckets[31 - Math.clz32(bits & -bits)]!;
        for (const fingerprint of bucket) {
          const start = place - fingerprint.offset;
          if (stands(fingerprint, bytes, start)) {
            found(bytes, start, meaningOf.get(fingerprint.bytes)!);
          }
        }
      }
    },
    mayRing(bytes, from, to) {
      if (isCertain || wanted.length === 0) return isCertain;
      const text = bytes.toString('latin1', from, to).toLowerCase();
      return wanted.some((requirement) => maySatisfy(requirement, text));
    },
  };
}

function stands({ bytes: text }: Fingerprint, bytes: Buffer, start: number): boolean {
  if (start < 0) return false;
  for (let index = 0; index < text.length; index += 1) {
    const byte = bytes[start + index]!;
    const isLetter = (byte | foldBit) >= 0x61 && (byte | foldBit) <= 0x7a;
    if ((isLetter ? byte | foldBit : byte) !== text[index]) return false;
  }
  return true;
}

const nothing: readonly Requirement[] = [];
/** Names that are remembered; AWS has some 20,000 calls. */
const namesMax = 50_000;
const nameBytesMax = 256;

/** What rules need of a record, by the name of its call, each name looked at once. */
function createNames(triggers: Triggers) {
  const known = new Map<
    number,
    { readonly name: Buffer; readonly needs: readonly Requirement[] }[]
  >();
  let count = 0;

  function needsOf(bytes: Buffer, from: number, to: number, hash: number): readonly Requirement[] {
    const alike = known.get(hash) ?? [];
    for (const { name, needs } of alike) {
      if (name.length === to - from && isAt(name, bytes, from)) return needs;
    }
    const name = Buffer.from(bytes.subarray(from, to));
    const needs = triggers.ofName(name.toString('latin1').toLowerCase());
    if (count >= namesMax) known.clear();
    count = known.size === 0 ? 1 : count + 1;
    known.set(hash, [...(known.get(hash) ?? []), { name, needs }]);
    return needs;
  }

  return {
    /** `start` is where `eventName` begins, in whatever case and context. */
    at(bytes: Buffer, start: number): readonly Requirement[] | 'unknown' {
      if (bytes[start - 1] !== quote || bytes[start + 5] !== 0x4e || bytes[start] !== 0x65) {
        return nothing;
      }
      let at = start + 'eventName'.length;
      // A member of a record that is itself a text, whose quotes are escaped.
      if (bytes[at] === backslash) return 'unknown';
      if (bytes[at] !== quote) return nothing;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== colon) return nothing;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== quote) return 'unknown';
      const from = at + 1;
      let hash = 0;
      for (at = from; at - from < nameBytesMax; at += 1) {
        const byte = bytes[at];
        if (byte === quote) return needsOf(bytes, from, at, hash);
        if (byte === backslash || byte === undefined) return 'unknown';
        hash = (Math.imul(hash, 31) + byte) | 0;
      }
      return 'unknown';
    },
  };
}

function isAt(name: Buffer, bytes: Buffer, from: number): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (name[index] !== bytes[from + index]) return false;
  }
  return true;
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)
    at += 1;
  return at;
}

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
