import { SigmaError } from './SigmaError.ts';

/** Where a document comes from, and where its parts stand in the file. */
export interface SigmaSource {
  readonly file: string;
  /** The line, from 1, of what keys and indexes lead to; for a member of a map, of its key. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/** A part of a document, which knows the way to itself. */
export interface Node {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
  readonly source: SigmaSource;
}

export type MapNode = Node & { readonly value: Readonly<Record<string, unknown>> };

/** @throws SigmaError that names the file and the line of the part. */
export function fail(node: Node, reason: string): never {
  throw new SigmaError(reason, node.source.file, lineOf(node));
}

/** The line of the part, or of the nearest one around it whose line is known. */
export function lineOf(node: Node): number | undefined {
  for (let length = node.path.length; length >= 0; length--) {
    const line = node.source.lineOf(node.path.slice(0, length));
    if (line !== undefined) return line;
  }
  return undefined;
}

/** The member of a map. Its value is undefined if there is none. */
export function member(node: MapNode, key: string): Node {
  const value = Object.hasOwn(node.value, key) ? node.value[key] : undefined;
  return { value, path: [...node.path, key], source: node.source };
}

export function has(node: MapNode, key: string): boolean {
  return Object.hasOwn(node.value, key) && node.value[key] !== undefined;
}

export function keysOf(node: MapNode): readonly string[] {
  return Object.keys(node.value);
}

/** The elements of a list; any other value is a list of itself. */
export function elements(node: Node): readonly Node[] {
  if (!Array.isArray(node.value)) return [node];
  return node.value.map((value, index) => ({
    value,
    path: [...node.path, index],
    source: node.source,
  }));
}

export function isMap(node: Node): node is MapNode {
  return typeof node.value === 'object' && node.value !== null && !Array.isArray(node.value);
}

export function mapOf(node: Node, what: string): MapNode {
  return isMap(node) ? node : fail(node, `${what} must be a map, not ${kindOf(node.value)}`);
}

export function textIn(node: Node, what: string): string {
  if (typeof node.value !== 'string') {
    fail(node, `${what} must be a text, not ${kindOf(node.value)}`);
  }
  return node.value;
}

/** A text that may be missing. Numbers and dates as YAML reads them are taken as texts. */
export function optionalText(node: MapNode, key: string): string | undefined {
  const child = member(node, key);
  if (child.value === undefined || child.value === null) return undefined;
  if (typeof child.value === 'number') return String(child.value);
  if (child.value instanceof Date) return child.value.toISOString().slice(0, 10);
  return textIn(child, `"${key}"`);
}

export function optionalTexts(node: MapNode, key: string): readonly string[] {
  const child = member(node, key);
  if (child.value === undefined || child.value === null) return [];
  return elements(child).map((element) => textIn(element, `each of "${key}"`));
}

/** A text that must be one of a few. */
export function optionalChoice<const Choice extends string>(
  node: MapNode,
  key: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = optionalText(node, key);
  if (text === undefined) return undefined;
  const choice = choices.find((known) => known === text);
  return choice ?? fail(member(node, key), `"${key}" must be one of ${choices.join(', ')}`);
}

export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
