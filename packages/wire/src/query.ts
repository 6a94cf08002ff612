import { MAX_DEPTH, Malformed, setKey } from './message.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape } from './shape.ts';
import { readText } from './text.ts';

/**
 * Reads the form of the query protocols. Parameters such as `Tags.member.1.Key` are first sorted
 * into a tree along their dots, which is then read by the shape; parameters that the shape does not
 * name are passed over.
 *
 * The two dialects differ in names and in lists: `awsQuery` writes `Tags.member.1.Key`, `ec2Query`
 * writes `Tag.1.Key` and capitalizes.
 */
export type QueryDialect = 'awsQuery' | 'ec2Query';

/** @throws Malformed when a value does not fit its type or a key is no list index. */
export function readQuery(dialect: QueryDialect, shape: StructureShape, form: string): unknown {
  return READERS[dialect](shape)(parseForm(form)) ?? {};
}

/** Parameters of one request; AWS's largest batches stay far below. */
export const MAX_PARAMETERS = 10_000;

interface FormNode {
  text: string | undefined;
  readonly children: Map<string, FormNode>;
}

/** Absent values are undefined: a form has no null. */
type FormReader = (node: FormNode) => unknown;

function parseForm(form: string): FormNode {
  const root = newNode();
  let count = 0;
  for (const [key, value] of new URLSearchParams(form)) {
    count += 1;
    if (count > MAX_PARAMETERS) throw new Malformed(`More than ${MAX_PARAMETERS} parameters`);
    const parts = key.split('.', MAX_DEPTH + 1);
    if (parts.length > MAX_DEPTH) throw new Malformed(`Nesting is deeper than ${MAX_DEPTH} levels`);
    let node = root;
    for (const part of parts) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = newNode();
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  return root;
}

function newNode(): FormNode {
  return { text: undefined, children: new Map() };
}

const READERS = { awsQuery: formReaders('awsQuery'), ec2Query: formReaders('ec2Query') };

function formReaders(dialect: QueryDialect): (shape: Shape) => FormReader {
  /** Only structures can contain themselves, so only they are cached. */
  const cache = new WeakMap<Shape, FormReader>();
  const readerOf = (shape: Shape, flattened = false): FormReader => {
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return structureReaderOf(shape);
      case 'list':
        return listReader(shape, flattened || dialect === 'ec2Query', readerOf);
      case 'map':
        return mapReader(shape, flattened, readerOf);
      default:
        return ({ text }) => (text === undefined ? undefined : readText(shape, text, 'date-time'));
    }
  };
  const structureReaderOf = (shape: StructureShape): FormReader => {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    let reader: FormReader = () => undefined;
    cache.set(shape, (node) => reader(node));
    reader = structureReader(shape, dialect, readerOf);
    cache.set(shape, reader);
    return reader;
  };
  return readerOf;
}

type ReaderOf = (shape: Shape, flattened?: boolean) => FormReader;

function structureReader(
  shape: StructureShape,
  dialect: QueryDialect,
  readerOf: ReaderOf,
): FormReader {
  const members = shape.members.map((member) => ({
    name: member.name,
    wireName: wireNameOf(member, dialect),
    read: readerOf(member.shape, member.xmlFlattened),
  }));
  return (node) => {
    const output: Record<string, unknown> = {};
    for (const member of members) {
      const child = node.children.get(member.wireName);
      if (child === undefined) continue;
      const value = member.read(child);
      if (value !== undefined) output[member.name] = value;
    }
    return output;
  };
}

function wireNameOf(member: Member, dialect: QueryDialect): string {
  const name = member.xmlName ?? member.name;
  if (dialect === 'awsQuery') return name;
  return member.ec2QueryName ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** `Tags=` alone, without members, is how clients write an empty list. */
function listReader(shape: ListShape, flattened: boolean, readerOf: ReaderOf): FormReader {
  const itemName = shape.item.xmlName ?? 'member';
  const read = readerOf(shape.item.shape);
  return (node) => {
    const items = flattened ? node : node.children.get(itemName);
    if (items === undefined) return node.text === undefined ? undefined : [];
    return inOrder(items).map(read);
  };
}

function mapReader(shape: MapShape, flattened: boolean, readerOf: ReaderOf): FormReader {
  const keyName = shape.key.xmlName ?? 'key';
  const valueName = shape.value.xmlName ?? 'value';
  const read = readerOf(shape.value.shape);
  return (node) => {
    const entries = flattened ? node : node.children.get('entry');
    const output: Record<string, unknown> = {};
    for (const entry of entries === undefined ? [] : inOrder(entries)) {
      const key = entry.children.get(keyName)?.text;
      const value = entry.children.get(valueName);
      if (key === undefined || value === undefined)
        throw new Malformed('A map entry is incomplete');
      setKey(output, key, read(value));
    }
    return output;
  };
}

/** Clients may number with gaps; what counts is the order. */
function inOrder(node: FormNode): FormNode[] {
  const numbered = [...node.children].map(([key, child]) => ({ index: indexOf(key), child }));
  return numbered.sort((a, b) => a.index - b.index).map(({ child }) => child);
}

function indexOf(key: string): number {
  if (!/^[1-9]\d{0,8}$/.test(key)) throw new Malformed(`${key} is not a valid list index`);
  return Number(key);
}
