/**
 * A shape is one type of an AWS API: what a value looks like and how each protocol spells it.
 * Readers, writers, validation and the CloudTrail record all walk shapes.
 */
export type Shape = StructureShape | ListShape | MapShape | SimpleShape;

export interface StructureShape {
  readonly kind: 'structure' | 'union';
  readonly name: string;
  readonly namespace: string;
  readonly sensitive: boolean;
  /** True for event streams, which this package refuses to read or write. */
  readonly streaming: boolean;
  /** The name of the XML root element, where it is not the name of the shape. */
  readonly xmlName: string | undefined;
  readonly members: readonly Member[];
}

export interface ListShape {
  readonly kind: 'list';
  readonly name: string;
  readonly sensitive: boolean;
  readonly item: Member;
}

export interface MapShape {
  readonly kind: 'map';
  readonly name: string;
  readonly sensitive: boolean;
  readonly key: Member;
  readonly value: Member;
}

export interface SimpleShape {
  /** The published models do not tell integers from doubles: both are `number`. */
  readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob';
  readonly name: string;
  readonly sensitive: boolean;
  readonly streaming: boolean;
  /** Only where the model overrides what the protocol would use. */
  readonly timestampFormat: TimestampFormat | undefined;
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** Where a REST protocol carries a member. Every other protocol carries all of them in the body. */
export type Location =
  | 'body'
  | 'header'
  | 'label'
  | 'payload'
  | 'prefixHeaders'
  | 'query'
  | 'statusCode';

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly sensitive: boolean;
  readonly idempotencyToken: boolean;
  readonly location: Location;
  /** The header in lower case, the prefix of headers, or the query parameter; else the name. */
  readonly locationName: string;
  readonly xmlName: string | undefined;
  readonly xmlFlattened: boolean;
  readonly xmlAttribute: boolean;
  /** Prefix and URI, for instance `['xsi', 'http://www.w3.org/2001/XMLSchema-instance']`. */
  readonly xmlNamespace: readonly [prefix: string, uri: string] | undefined;
  readonly ec2QueryName: string | undefined;
}

/** Input or output of an operation that has none. */
export const UNIT: StructureShape = {
  kind: 'structure',
  name: 'Unit',
  namespace: 'smithy.api',
  sensitive: false,
  streaming: false,
  xmlName: undefined,
  members: [],
};
