import { MAX_DEPTH, Malformed, setKey } from './message.ts';
import type { ListShape, MapShape, Shape, SimpleShape, StructureShape } from './shape.ts';

/**
 * JSON and CBOR carry the same trees of maps, lists and scalars and differ in two leaves: how a
 * timestamp and how bytes are held. This file walks the tree by the shape, in both directions.
 *
 * A shape is compiled once to a closure, so that a request costs no look-ups in the model. Shapes
 * may contain themselves: while one is being compiled, its inner uses call it by reference.
 */
export interface Leaves {
  readTimestamp(value: unknown, shape: SimpleShape): Date;
  readBlob(value: unknown): Uint8Array;
  readNumber(value: unknown): number;
  writeTimestamp(value: Date, shape: SimpleShape): unknown;
  writeBlob(value: Uint8Array | string): unknown;
  writeNumber(value: number): unknown;
}

export type TreeReader = (value: unknown, depth: number) => unknown;
export type TreeWriter = (value: unknown) => unknown;

/**
 * Readers refuse a value of another type in the words of AWS's JSON services, pass over members
 * they do not know, as those do, and treat null as absent.
 */
export function treeReaders(leaves: Leaves): (shape: Shape) => TreeReader {
  const cache = new WeakMap<Shape, TreeReader>();
  const readerOf = (shape: Shape): TreeReader => {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    let reader: TreeReader = () => undefined;
    cache.set(shape, (value, depth) => reader(value, depth));
    reader = compileReader(shape, leaves, readerOf);
    cache.set(shape, reader);
    return reader;
  };
  return readerOf;
}

/** Writers leave out members that are undefined or null. */
export function treeWriters(leaves: Leaves): (shape: Shape) => TreeWriter {
  const cache = new WeakMap<Shape, TreeWriter>();
  const writerOf = (shape: Shape): TreeWriter => {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    let writer: TreeWriter = () => undefined;
    cache.set(shape, (value) => writer(value));
    writer = compileWriter(shape, leaves, writerOf);
    cache.set(shape, writer);
    return writer;
  };
  return writerOf;
}

function compileReader(
  shape: Shape,
  leaves: Leaves,
  readerOf: (shape: Shape) => TreeReader,
): TreeReader {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      if (shape.streaming) return () => refuseEvents(shape);
      return structureReader(shape, readerOf);
    case 'list':
      return listReader(shape, readerOf);
    case 'map':
      return mapReader(shape, readerOf);
    case 'string':
      return (value) => (typeof value === 'string' ? value : refuse(value, 'a String'));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuse(value, 'a Boolean'));
    case 'number':
      return (value) => (Number.isFinite(value) ? value : leaves.readNumber(value));
    case 'timestamp':
      return (value) => leaves.readTimestamp(value, shape);
    case 'blob':
      return (value) => leaves.readBlob(value);
  }
}

function structureReader(
  shape: StructureShape,
  readerOf: (shape: Shape) => TreeReader,
): TreeReader {
  const members = shape.members.map(({ name, shape }) => ({ name, read: readerOf(shape) }));
  return (value, depth) => {
    if (!isTree(value)) refuseAggregate(value, 'Expected null');
    descend(depth);
    const output: Record<string, unknown> = {};
    for (const member of members) {
      const held = value[member.name];
      if (held !== undefined && held !== null) output[member.name] = member.read(held, depth + 1);
    }
    return output;
  };
}

function listReader(shape: ListShape, readerOf: (shape: Shape) => TreeReader): TreeReader {
  const read = readerOf(shape.item.shape);
  return (value, depth) => {
    if (!Array.isArray(value)) refuseAggregate(value, 'Expected list or null');
    descend(depth);
    const output: unknown[] = [];
    for (const item of value) {
      if (item !== undefined && item !== null) output.push(read(item, depth + 1));
    }
    return output;
  };
}

function mapReader(shape: MapShape, readerOf: (shape: Shape) => TreeReader): TreeReader {
  const read = readerOf(shape.value.shape);
  return (value, depth) => {
    if (!isTree(value)) refuseAggregate(value, 'Expected map or null');
    descend(depth);
    const output: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const held = value[key];
      if (held !== undefined && held !== null) setKey(output, key, read(held, depth + 1));
    }
    return output;
  };
}

function compileWriter(
  shape: Shape,
  leaves: Leaves,
  writerOf: (shape: Shape) => TreeWriter,
): TreeWriter {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      if (shape.streaming) return () => refuseEvents(shape);
      return structureWriter(shape, writerOf);
    case 'list': {
      const write = writerOf(shape.item.shape);
      return (value) => (value as readonly unknown[]).map(write);
    }
    case 'map':
      return mapWriter(shape, writerOf);
    case 'number':
      return (value) => leaves.writeNumber(value as number);
    case 'timestamp':
      return (value) => leaves.writeTimestamp(value as Date, shape);
    case 'blob':
      return (value) => leaves.writeBlob(value as Uint8Array);
    default:
      return (value) => value;
  }
}

function structureWriter(
  shape: StructureShape,
  writerOf: (shape: Shape) => TreeWriter,
): TreeWriter {
  const members = shape.members.map(({ name, shape }) => ({ name, write: writerOf(shape) }));
  return (value) => {
    const source = value as Record<string, unknown>;
    const output: Record<string, unknown> = {};
    for (const member of members) {
      const held = source[member.name];
      if (held !== undefined && held !== null) output[member.name] = member.write(held);
    }
    return output;
  };
}

function mapWriter(shape: MapShape, writerOf: (shape: Shape) => TreeWriter): TreeWriter {
  const write = writerOf(shape.value.shape);
  return (value) => {
    const source = value as Record<string, unknown>;
    const output: Record<string, unknown> = {};
    for (const key of Object.keys(source)) {
      const held = source[key];
      if (held !== undefined && held !== null) setKey(output, key, write(held));
    }
    return output;
  };
}

/** Event streams are frames of their own: an operation that has them must not be offered. */
function refuseEvents(shape: StructureShape): never {
  throw new Error(`${shape.name} is an event stream, which is not supported`);
}

/** Refuses a value where a simple type is expected, `wanted` being that type with its article. */
export function refuse(value: unknown, wanted: string): never {
  refuseAggregate(value, `${describe(value)} can not be converted to ${wanted}`);
}

function refuseAggregate(value: unknown, otherwise: string): never {
  if (Array.isArray(value)) throw new Malformed('Start of list found where not expected');
  if (isTree(value)) throw new Malformed('Start of structure or map found where not expected.');
  throw new Malformed(otherwise);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return value instanceof Uint8Array ? 'BINARY_VALUE' : 'NUMBER_VALUE';
}

function isTree(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Date)
  );
}

function descend(depth: number): void {
  if (depth >= MAX_DEPTH) throw new Malformed(`Nesting is deeper than ${MAX_DEPTH} levels`);
}
