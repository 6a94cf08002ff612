import type { Atom, Clause } from '@tocsin/engine/sigma';

/**
 * What can be told of a record without parsing it: whether its bytes, as Latin-1 in lower case,
 * can meet what a rule needs. True where it is not known.
 */
export function mayHold(clause: Clause, text: string): boolean {
  return clause.some((atom) => mayMeet(atom, text));
}

function mayMeet(atom: Atom, text: string): boolean {
  if (atom.kind === 'contains') return text.includes(atom.text);
  return atom.values.some((value) => text.includes(traceOf(value)));
}

/**
 * What the bytes of a record hold if a field of it equals this, in lower case; empty where nothing
 * is certain: numbers have many spellings, objects have white space, and some characters are
 * escaped by some writers.
 */
export function traceOf(value: string): string {
  const known = traces.get(value);
  if (known !== undefined) return known;
  const runs = value.match(plainRuns) ?? [];
  const longest = runs.sort((a, b) => b.length - a.length)[0] ?? '';
  const isVague = mayBeNumber.test(value) || value.startsWith('{');
  const trace = isVague ? '' : quoted(longest, value);
  if (traces.size >= tracesMax) traces.clear();
  traces.set(value, trace);
  return trace;
}

const quoted = (run: string, value: string): string =>
  run === value && value !== 'true' && value !== 'false' ? `"${value}"` : run;

const traces = new Map<string, string>();
const tracesMax = 100_000;

/** Characters that stand for themselves in JSON, unless `isHidden` says that they do not. */
const plainRuns = /[a-z0-9_\-.@+: ]+/g;
const mayBeNumber = /^[0-9.e+\- ]*$/;

/**
 * Whether, at the backslash of `\u00…`, one of those characters is hidden in an escape. Writers
 * escape `<`, `=`, `&` and their like; none that we know of escapes letters.
 */
export function isHidden(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x5c || (bytes[at + 1]! | 0x20) !== 0x75) return false;
  const digits = String.fromCharCode(...bytes.subarray(at + 2, at + 6));
  if (!/^[0-9a-f]{4}$/i.test(digits)) return false;
  const character = String.fromCharCode(Number.parseInt(digits, 16));
  return /[a-z0-9_\-.@+: ]/i.test(character);
}
