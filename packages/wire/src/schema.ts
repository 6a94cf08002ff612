import {
  type ListShape,
  type Location,
  type MapShape,
  type Member,
  type Shape,
  type SimpleShape,
  type StructureShape,
  type TimestampFormat,
  UNIT,
} from './shape.ts';

/**
 * The SDK clients publish their Smithy models as nested arrays. This file turns them, once and only
 * for the operations that are called, into shapes.
 *
 * A schema is a number for simple types, an array for named ones, a function
 * for those that come later in the file or refer to themselves.
 *
 * @throws Error where the schema has a type or a trait that changes the wire form and that the
 *   protocols here do not implement.
 */
export function shapeOf(schema: unknown): Shape {
  const [target] = unwrap(schema);
  if (typeof target === 'number') return numberedShape(target);
  if (target === 'unit') return UNIT;
  if (!Array.isArray(target)) throw new Error(`unknown schema ${String(target)}`);
  const known = shapes.get(target);
  if (known !== undefined) return known;
  try {
    return namedShape(target);
  } catch (error) {
    shapes.delete(target);
    throw error;
  }
}

/** The shape of an operation's input or output, of an error: always a structure. */
export function structureOf(schema: unknown): StructureShape {
  const shape = shapeOf(schema);
  if (shape.kind !== 'structure') throw new Error(`${shape.name} is not a structure`);
  return shape;
}

/** Traits as the SDK publishes them: an object, or bits for the most frequent ones. */
export function traitsOf(published: unknown): Readonly<Record<string, unknown>> {
  if (published !== null && typeof published === 'object') {
    return published as Record<string, unknown>;
  }
  const bits = Number(published ?? 0);
  const traits: Record<string, unknown> = {};
  TRAIT_BITS.forEach((name, bit) => {
    if (((bits >> bit) & 1) === 1) traits[name] = 1;
  });
  return traits;
}

const TRAIT_BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
] as const;

/** Traits that change bytes and that no API spoken here uses: refused rather than ignored. */
const REFUSED_TRAITS = ['httpQueryParams', 'jsonName', 'mediaType', 'sparse'] as const;

const STRUCTURE = 3;
const UNION = 4;
const ERROR = -3;
const LIST = 1;
const MAP = 2;
const SIMPLE = 0;
const LIST_MODIFIER = 64;
const MAP_MODIFIER = 128;

/** One shape a schema: the compiled readers and writers are cached by shape. */
const shapes = new WeakMap<object, Shape>();
const numbered = new Map<number, Shape>();

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function namedShape(schema: readonly unknown[]): Shape {
  const [type, namespace, name, published] = schema as [number, string, string, unknown];
  const traits = traitsOf(published);
  refuseTraits(name, traits);
  const sensitive = traits.sensitive !== undefined;
  const keep = <S extends Shape>(shape: S): S => {
    shapes.set(schema, shape);
    return shape;
  };
  switch (type) {
    case STRUCTURE:
    case UNION:
    case ERROR: {
      const shape: Mutable<StructureShape> = keep({
        kind: type === UNION ? 'union' : 'structure',
        name,
        namespace,
        sensitive,
        streaming: traits.streaming !== undefined,
        xmlName: traits.xmlName as string | undefined,
        members: [],
      });
      shape.members = membersOf(schema);
      return shape;
    }
    case LIST: {
      const shape = keep({ kind: 'list', name, sensitive } as Mutable<ListShape>);
      shape.item = memberOf('member', schema[4], false);
      return shape;
    }
    case MAP: {
      const shape = keep({ kind: 'map', name, sensitive } as Mutable<MapShape>);
      shape.key = memberOf('key', schema[4], false);
      shape.value = memberOf('value', schema[5], false);
      return shape;
    }
    case SIMPLE: {
      const simple = numberedShape(schema[4] as number) as SimpleShape;
      const streaming = simple.streaming || traits.streaming !== undefined;
      return keep({ ...simple, name, sensitive, streaming });
    }
    default:
      throw new Error(`${name} has the unknown schema type ${type}`);
  }
}

function numberedShape(type: number): Shape {
  const known = numbered.get(type);
  if (known !== undefined) return known;
  const shape = newNumberedShape(type);
  numbered.set(type, shape);
  return shape;
}

function newNumberedShape(type: number): Shape {
  if (type >= MAP_MODIFIER) {
    const value = memberOf('value', type - MAP_MODIFIER, false);
    return { kind: 'map', name: '', sensitive: false, key: memberOf('key', 0, false), value };
  }
  if (type >= LIST_MODIFIER) {
    const item = memberOf('member', type - LIST_MODIFIER, false);
    return { kind: 'list', name: '', sensitive: false, item };
  }
  const simple = SIMPLE_TYPES[type];
  if (simple === undefined) throw new Error(`schema type ${type} is not supported`);
  const [kind, timestampFormat] = simple;
  return { kind, name: '', sensitive: false, streaming: type === 42, timestampFormat };
}

const SIMPLE_TYPES: Readonly<Record<number, [SimpleShape['kind'], TimestampFormat?]>> = {
  0: ['string'],
  1: ['number'],
  2: ['boolean'],
  4: ['timestamp'],
  5: ['timestamp', 'date-time'],
  6: ['timestamp', 'http-date'],
  7: ['timestamp', 'epoch-seconds'],
  21: ['blob'],
  42: ['blob'],
};

function membersOf(schema: readonly unknown[]): Member[] {
  const names = schema[4] as string[];
  const schemas = schema[5] as unknown[];
  const requiredCount = (schema[6] as number | undefined) ?? 0;
  return names.map((name, index) => memberOf(name, schemas[index], index < requiredCount));
}

function memberOf(name: string, schema: unknown, required: boolean): Member {
  const [target, traits] = unwrap(schema);
  refuseTraits(name, traits);
  const shape = shapeOf(target);
  const [location, locationName] = locationOf(name, traits);
  return {
    name,
    shape,
    required,
    sensitive: shape.sensitive || traits.sensitive !== undefined,
    idempotencyToken: traits.idempotencyToken !== undefined,
    location,
    locationName,
    xmlName: traits.xmlName as string | undefined,
    xmlFlattened: traits.xmlFlattened !== undefined,
    xmlAttribute: traits.xmlAttribute !== undefined,
    xmlNamespace: traits.xmlNamespace as [string, string] | undefined,
    ec2QueryName: traits.ec2QueryName as string | undefined,
  };
}

function locationOf(name: string, traits: Readonly<Record<string, unknown>>): [Location, string] {
  if (traits.httpPayload) return ['payload', name];
  if (traits.httpLabel) return ['label', name];
  if (traits.httpHeader) return ['header', String(traits.httpHeader).toLowerCase()];
  if (traits.httpPrefixHeaders !== undefined) {
    return ['prefixHeaders', String(traits.httpPrefixHeaders).toLowerCase()];
  }
  if (traits.httpQuery) return ['query', String(traits.httpQuery)];
  if (traits.httpResponseCode) return ['statusCode', name];
  return ['body', name];
}

/** A member's schema is a pair of target and traits; either may be wrapped again in a function. */
function unwrap(schema: unknown): [target: unknown, traits: Readonly<Record<string, unknown>>] {
  let target = schema;
  let traits: Record<string, unknown> = {};
  for (;;) {
    if (typeof target === 'function') target = (target as () => unknown)();
    else if (Array.isArray(target) && target.length === 2) {
      traits = { ...traitsOf(target[1]), ...traits };
      target = target[0];
    } else return [target, traits];
  }
}

function refuseTraits(name: string, traits: Readonly<Record<string, unknown>>): void {
  for (const trait of REFUSED_TRAITS) {
    if (traits[trait] !== undefined) throw new Error(`${name}: trait ${trait} is not supported`);
  }
}
