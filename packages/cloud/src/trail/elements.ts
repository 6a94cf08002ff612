import type { ListShape, MapShape, Shape, StructureShape } from '@tocsin/wire';
import { recordTime } from '../kernel/recordTime.ts';

/** Writes `requestParameters` or `responseElements` from a value of a shape; null when empty. */
export type ElementsWriter = (value: object) => Record<string, unknown> | null;

/**
 * Compiles the CloudTrail form of a shape: member names begin with a lower-case letter, sensitive
 * members are left out, times are written as CloudTrail writes them, streams and blobs are not
 * written at all.
 */
export function elementsWriter(shape: StructureShape): ElementsWriter {
  const write = valueWriter(shape, new Map());
  return (value) => {
    const elements = write(value) as Record<string, unknown>;
    for (const _name in elements) return elements;
    return null;
  };
}

type ValueWriter = (value: unknown) => unknown;

function valueWriter(shape: Shape, known: Map<Shape, ValueWriter>): ValueWriter {
  const writing = known.get(shape);
  if (writing) return writing;
  let writer: ValueWriter = same;
  known.set(shape, (value) => writer(value));
  if (shape.kind === 'structure' || shape.kind === 'union') writer = structureWriter(shape, known);
  else if (shape.kind === 'list') writer = listWriter(shape, known);
  else if (shape.kind === 'map') writer = mapWriter(shape, known);
  else if (shape.kind === 'timestamp') writer = (value) => recordTime(value as Date);
  known.set(shape, writer);
  return writer;
}

const same: ValueWriter = (value) => value;

function structureWriter(shape: StructureShape, known: Map<Shape, ValueWriter>): ValueWriter {
  const members = shape.members
    .filter((member) => !member.sensitive && member.shape.kind !== 'blob')
    .map(({ name, shape }) => ({ name, as: recordName(name), write: valueWriter(shape, known) }));
  return (value) => {
    const elements: Record<string, unknown> = {};
    const source = value as Record<string, unknown>;
    for (const { name, as, write } of members) {
      const member = source[name];
      if (member !== undefined && member !== null) elements[as] = write(member);
    }
    return elements;
  };
}

function listWriter(shape: ListShape, known: Map<Shape, ValueWriter>): ValueWriter {
  const write = valueWriter(shape.item.shape, known);
  return write === same ? same : (value) => (value as unknown[]).map(write);
}

function mapWriter(shape: MapShape, known: Map<Shape, ValueWriter>): ValueWriter {
  const write = valueWriter(shape.value.shape, known);
  if (write === same) return same;
  return (value) =>
    Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, write(item)]));
}

/** `SecretId` → `secretId`, `ARN` → `arn`. */
function recordName(name: string): string {
  if (name === name.toUpperCase()) return name.toLowerCase();
  return name[0]!.toLowerCase() + name.slice(1);
}
