import { fail, type Node } from './node.ts';
import type { Comparison, RegexFlags, TimePart } from './rule.ts';

/** What the modifiers behind a field ask for, once they are known to go together. */
export interface Modifiers {
  readonly kind: 'text' | 'regex' | 'cidr' | 'exists' | 'number' | 'field';
  readonly expand: boolean;
  readonly every: boolean;
  readonly negated: boolean;
  readonly cased: boolean;
  /** What changes a text, in the order written. */
  readonly changes: readonly TextChange[];
  readonly flags: RegexFlags;
  readonly comparison: Exclude<Comparison, 'neq'>;
  readonly timePart: TimePart | undefined;
}

export type TextChange = (typeof TEXT_CHANGES)[number];

const POSITIONS = ['contains', 'startswith', 'endswith'] as const;
const TEXT_CHANGES = [
  ...POSITIONS,
  'base64',
  'base64offset',
  'utf16',
  'utf16le',
  'utf16be',
  'wide',
  'windash',
] as const;
const ORDERINGS = ['lt', 'lte', 'gt', 'gte'] as const;
const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** The modifiers that say what kind of test it is, and those that may stand beside them. */
const KINDS: Readonly<Record<Modifiers['kind'], readonly string[]>> = {
  text: [...TEXT_CHANGES, 'cased', 'all', 'neq', 'expand'],
  regex: ['re', 'i', 'm', 's', 'all', 'neq', 'expand'],
  cidr: ['cidr', 'all', 'neq', 'expand'],
  exists: ['exists'],
  number: [...ORDERINGS, ...TIME_PARTS, 'all', 'neq', 'expand'],
  field: ['fieldref', ...POSITIONS, 'cased', 'all', 'neq'],
};

const KIND_OF: ReadonlyMap<string, Modifiers['kind']> = new Map([
  ['re', 'regex'],
  ['cidr', 'cidr'],
  ['exists', 'exists'],
  ['fieldref', 'field'],
  ...[...ORDERINGS, ...TIME_PARTS].map((name) => [name, 'number'] as const),
]);

const KNOWN: readonly string[] = [...new Set(Object.values(KINDS).flat())];

/** Reads the modifiers of a key such as `field|contains|all`, without the field. */
export function parseModifiers(names: readonly string[], node: Node): Modifiers {
  for (const [index, name] of names.entries()) {
    if (!KNOWN.includes(name)) {
      fail(node, `"${name}" is no modifier of Sigma; there are ${KNOWN.join(', ')}`);
    }
    if (names.indexOf(name) !== index) fail(node, `the modifier "${name}" stands twice`);
  }
  const deciding = names.find((name) => KIND_OF.has(name));
  const kind = KIND_OF.get(deciding ?? '') ?? 'text';
  for (const name of names) {
    if (!KINDS[kind].includes(name)) {
      fail(node, `the modifiers "${deciding ?? 'contains'}" and "${name}" do not go together`);
    }
  }
  atMostOne(names, POSITIONS, node);
  atMostOne(names, ORDERINGS, node);
  atMostOne(names, TIME_PARTS, node);
  checkEncodings(names, node);
  return {
    kind,
    expand: names.includes('expand'),
    every: names.includes('all'),
    negated: names.includes('neq'),
    cased: names.includes('cased'),
    changes: textChanges(names),
    flags: { i: names.includes('i'), m: names.includes('m'), s: names.includes('s') },
    comparison: ORDERINGS.find((name) => names.includes(name)) ?? 'eq',
    timePart: TIME_PARTS.find((name) => names.includes(name)),
  };
}

function textChanges(names: readonly string[]): readonly TextChange[] {
  return names.flatMap((name) => TEXT_CHANGES.find((change) => change === name) ?? []);
}

function atMostOne(names: readonly string[], choices: readonly string[], node: Node): void {
  const found = names.filter((name) => choices.includes(name));
  if (found.length > 1) {
    fail(node, `the modifiers "${found[0]}" and "${found[1]}" do not go together`);
  }
}

const UTF16 = ['utf16', 'utf16le', 'utf16be', 'wide'];
const BASE64 = ['base64', 'base64offset'];

/** Bytes are no text: what turns a text into UTF-16 must be followed by what makes text of it. */
function checkEncodings(names: readonly string[], node: Node): void {
  atMostOne(names, UTF16, node);
  atMostOne(names, BASE64, node);
  const utf16 = names.find((name) => UTF16.includes(name));
  const base64 = names.findIndex((name) => BASE64.includes(name));
  if (utf16 !== undefined && base64 < names.indexOf(utf16)) {
    fail(node, `"${utf16}" makes bytes: put "base64" or "base64offset" behind it`);
  }
  const early = names.slice(0, Math.max(0, base64)).find((name) => isPosition(name));
  if (early !== undefined) {
    fail(node, `"${early}" adds a wildcard, which cannot be encoded: put it behind the encoding`);
  }
}

function isPosition(name: string): boolean {
  return POSITIONS.some((position) => position === name);
}
