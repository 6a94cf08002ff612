import { parseBlock } from '../policy/address.ts';
import { MANY, type WildcardPart } from '../policy/wildcard.ts';
import { base64, base64Offsets, utf8, utf16, WINDASH_OPTIONS_MAX, windash } from './encode.ts';
import { type Modifiers, parseModifiers, type TextChange } from './modifiers.ts';
import { elements, fail, isMap, kindOf, lineOf, type Node } from './node.ts';
import type { DetectionItem, Value, ValueTest } from './rule.ts';
import { literalOf, parseText } from './text.ts';

/** Values of one item, with all that its modifiers make of them. */
const VALUES_MAX = 10_000;

/** What `%name%` stands for. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

/** Reads one member of a map: `field|modifier: value`, or `|all: [keywords]`. */
export function parseItem(key: string, node: Node, placeholders: Placeholders): DetectionItem {
  const [field = '', ...names] = key.split('|');
  const modifiers = parseModifiers(names, node);
  if (isMap(node)) {
    fail(node, `"${key}" has a map as its value: write fields with dots, "${key}.member"`);
  }
  const path = field === '' ? undefined : pathOf(field, node);
  const listed = elements(node);
  if (path === undefined) checkKeywords(modifiers, node);
  checkCount(listed, modifiers, key, node);
  const values = listed.map((value) => readValue(value, modifiers, path, placeholders));
  if (values.reduce((sum, { anyOf }) => sum + anyOf.length, 0) > VALUES_MAX) {
    fail(node, `"${key}" stands for more than ${VALUES_MAX} values`);
  }
  const { negated, every } = modifiers;
  return { kind: 'item', path, text: key, negated, every, values, line: lineOf(node) };
}

/** Reads a plain list of keywords. */
export function parseKeywords(
  words: readonly Node[],
  line: number | undefined,
  placeholders: Placeholders,
): DetectionItem {
  const plain = parseModifiers([], words[0]!);
  const values = words.map((word) => readValue(word, plain, undefined, placeholders));
  return { kind: 'item', path: undefined, text: '', negated: false, every: false, values, line };
}

/** Reads a field with dots. */
export function pathOf(field: string, node: Node): readonly string[] {
  const path = field.split('.');
  if (path.includes('')) fail(node, `"${field}" is no field: a name is missing beside a dot`);
  return path;
}

function checkKeywords(modifiers: Modifiers, node: Node): void {
  if (modifiers.kind === 'text' || modifiers.kind === 'regex') return;
  fail(node, 'keywords have no field: they take only modifiers of texts');
}

function checkCount(values: readonly Node[], modifiers: Modifiers, key: string, node: Node): void {
  if (values.length === 0) fail(node, `"${key}" has an empty list: give it a value`);
  if (values.length > VALUES_MAX) fail(node, `"${key}" has more than ${VALUES_MAX} values`);
  if (modifiers.every && values.length === 1) {
    fail(node, `"${key}": "all" needs a list of two values or more`);
  }
  if (modifiers.kind === 'exists' && values.length > 1) {
    fail(node, `"${key}": "exists" takes one value, true or false`);
  }
}

function readValue(
  node: Node,
  modifiers: Modifiers,
  path: readonly string[] | undefined,
  placeholders: Placeholders,
): Value {
  const source = node.value;
  if (source === null) {
    const plain = modifiers.kind === 'text' && modifiers.changes.length === 0 && !modifiers.cased;
    if (path === undefined || !plain || modifiers.expand) {
      fail(node, 'null goes with a field and without modifiers, but for "all" and "neq"');
    }
    return { source, anyOf: [{ kind: 'null' }] };
  }
  if (typeof source !== 'string' && typeof source !== 'number' && typeof source !== 'boolean') {
    fail(node, `a value must be a text, a number, a boolean or null, not ${kindOf(source)}`);
  }
  const written = modifiers.expand ? expand(String(source), placeholders, node) : [source];
  const anyOf = written.flatMap((one) => testsOf(one, modifiers, path === undefined, node));
  return { source, anyOf };
}

function testsOf(
  source: string | number | boolean,
  modifiers: Modifiers,
  anywhere: boolean,
  node: Node,
): readonly ValueTest[] {
  const text = String(source);
  switch (modifiers.kind) {
    case 'text':
      return textTests(text, modifiers, anywhere, node);
    case 'regex':
      return [{ kind: 'regex', source: text, flags: modifiers.flags }];
    case 'cidr': {
      const block = parseBlock(text);
      if (block === undefined) fail(node, `"${text}" is no CIDR block such as 10.0.0.0/8`);
      return [{ kind: 'cidr', text, block }];
    }
    case 'exists':
      if (typeof source !== 'boolean') fail(node, '"exists" takes true or false');
      return [{ kind: 'exists', expected: source }];
    case 'number': {
      const number = typeof source === 'boolean' || text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(number)) fail(node, `"${text}" is no number to compare with`);
      const { comparison, timePart } = modifiers;
      return [{ kind: 'number', comparison, number, timePart }];
    }
    case 'field': {
      const position = modifiers.changes[0];
      const relation = isRelation(position) ? position : 'equals';
      return [{ kind: 'field', path: pathOf(text, node), relation, cased: modifiers.cased }];
    }
  }
}

function isRelation(
  change: TextChange | undefined,
): change is 'contains' | 'startswith' | 'endswith' {
  return change === 'contains' || change === 'startswith' || change === 'endswith';
}

type Pattern = readonly WildcardPart[];

function textTests(
  source: string,
  modifiers: Modifiers,
  anywhere: boolean,
  node: Node,
): readonly ValueTest[] {
  let patterns: readonly Pattern[] = [parseText(source)];
  let bytes: Uint8Array | undefined;
  for (const change of modifiers.changes) {
    if (change === 'base64' || change === 'base64offset') {
      bytes ??= utf8(literal(patterns[0]!, change, node));
      const texts = change === 'base64' ? [base64(bytes)] : base64Offsets(bytes);
      patterns = texts.map((text) => (text === '' ? [] : [text]));
    } else if (change.startsWith('utf16') || change === 'wide') {
      bytes = utf16(literal(patterns[0]!, change, node), change);
    } else if (change === 'windash') {
      patterns = patterns.flatMap((pattern) => dashes(pattern, node));
    } else patterns = patterns.map((pattern) => place(pattern, change));
  }
  if (anywhere) patterns = patterns.map((pattern) => place(pattern, 'contains'));
  return patterns.map((pattern) => ({ kind: 'text', pattern, cased: modifiers.cased }));
}

function literal(pattern: Pattern, change: TextChange, node: Node): string {
  const text = literalOf(pattern);
  return text ?? fail(node, `"${change}" cannot encode wildcards: escape them with a backslash`);
}

function dashes(pattern: Pattern, node: Node): readonly Pattern[] {
  let patterns: readonly Pattern[] = [[]];
  for (const part of pattern) {
    const shapes: Pattern | undefined = typeof part === 'string' ? windash(part) : [part];
    if (shapes === undefined || patterns.length * shapes.length > 5 ** WINDASH_OPTIONS_MAX) {
      fail(node, `"windash" takes texts with at most ${WINDASH_OPTIONS_MAX} options`);
    }
    patterns = patterns.flatMap((head) => shapes.map((shape): Pattern => [...head, shape]));
  }
  return patterns;
}

function place(pattern: Pattern, change: TextChange): Pattern {
  const head: Pattern = change !== 'startswith' && pattern[0] !== MANY ? [MANY] : [];
  const tail: Pattern = change !== 'endswith' && pattern.at(-1) !== MANY ? [MANY] : [];
  return pattern.length === 0 ? [MANY] : [...head, ...pattern, ...tail];
}

/** Puts in what placeholders stand for; `\%` is a percent sign. */
function expand(source: string, placeholders: Placeholders, node: Node): readonly string[] {
  const pieces = source.split(/(?<!\\)%([^%\\\s]+)(?<!\\)%/);
  let texts: readonly string[] = [''];
  for (const [index, piece] of pieces.entries()) {
    const named = index % 2 === 1;
    if (named && !Object.hasOwn(placeholders, piece)) {
      const known = Object.keys(placeholders).join(', ') || 'none';
      fail(node, `the placeholder %${piece}% has no value; those with values: ${known}`);
    }
    const shapes = named ? placeholders[piece]!.map(String) : [piece.replaceAll('\\%', '%')];
    if (texts.length * shapes.length > VALUES_MAX) {
      fail(node, `"${source}" stands for more than ${VALUES_MAX} values`);
    }
    texts = texts.flatMap((head) => shapes.map((shape) => head + shape));
  }
  return texts;
}
