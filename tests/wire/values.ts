import type { Member, Shape, SimpleShape, StructureShape } from '@tocsin/wire';

/** What a protocol can carry: the values made here stay within it, so that both ends must agree. */
export interface Expressible {
  /** Lists and maps without items, structures without members. */
  readonly empty: boolean;
  /** NaN and the infinities. */
  readonly specialNumbers: boolean;
  /** The C0 controls and a carriage return, which XML 1.0 cannot hold. */
  readonly controls: boolean;
  /** Flattened lists have no element of their own, so that an empty one is an absent one. */
  readonly emptyFlattened: boolean;
}

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A value of that shape as the SDK's clients take and give it. Members are there or not at random;
 * aggregates end at a depth, since some shapes contain themselves.
 */
export function randomStructure(
  shape: StructureShape,
  random: () => number,
  can: Expressible,
): Record<string, unknown> {
  const maker = new Maker(random, can);
  return maker.structure(shape, 0) ?? {};
}

const MAX_DEPTH = 5;

class Maker {
  readonly #random: () => number;
  readonly #can: Expressible;

  constructor(random: () => number, can: Expressible) {
    this.#random = random;
    this.#can = can;
  }

  structure(shape: StructureShape, depth: number): Record<string, unknown> | undefined {
    const output: Record<string, unknown> = {};
    const { members } = shape;
    const union = shape.kind === 'union' && members[this.#below(members.length)];
    for (const member of union ? [union] : members) {
      if (!union && !this.#wants(member, depth)) continue;
      const value = this.member(member, depth);
      if (value !== undefined) output[member.name] = value;
    }
    const isEmpty = Object.keys(output).length === 0;
    if (isEmpty && depth > 0 && (!this.#can.empty || union)) return undefined;
    return output;
  }

  /** A member in headers, path or query holds what these can. */
  member(member: Member, depth: number): unknown {
    switch (member.location) {
      case 'label':
        return member.shape.kind === 'number' ? this.#integer() : this.#label();
      case 'statusCode':
        return 200 + this.#below(50);
      case 'prefixHeaders':
        return { [this.#word()]: this.#word(), [this.#word()]: this.#word() };
      case 'header':
      case 'query':
        return this.#bound(member.shape, member.location === 'header');
      case 'payload':
        return this.#payload(member.shape, depth);
      default:
        return this.#value(member.shape, depth, member.xmlFlattened);
    }
  }

  /** What the client or the server fills in by itself must not be left out. */
  #wants(member: Member, depth: number): boolean {
    if (member.idempotencyToken || member.location === 'label') return true;
    if (member.location === 'payload' || member.location === 'prefixHeaders') return true;
    if (member.location === 'statusCode') return true;
    if (ALWAYS.has(member.locationName)) return true;
    return this.#random() < (depth === 0 ? 0.8 : 0.6) || member.required;
  }

  #payload(shape: Shape, depth: number): unknown {
    if (shape.kind === 'string') return this.#word();
    if (shape.kind === 'blob') return this.#bytes(1 + this.#below(40));
    return this.#value(shape, depth, false) ?? {};
  }

  #bound(shape: Shape, inHeader: boolean): unknown {
    if (shape.kind === 'list') {
      const item = shape.item.shape;
      return this.#many(() => this.#bound(item, inHeader), 1);
    }
    if (shape.kind === 'string')
      return inHeader ? `${this.#word()}, "${this.#word()}"` : this.#text();
    if (shape.kind === 'number') return this.#integer();
    if (shape.kind === 'timestamp')
      return this.#date(!inHeader && shape.timestampFormat !== 'http-date');
    return this.#simple(shape as SimpleShape);
  }

  #value(shape: Shape, depth: number, flattened: boolean): unknown {
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return depth >= MAX_DEPTH ? undefined : this.structure(shape, depth + 1);
      case 'list': {
        const mayBeEmpty = flattened ? this.#can.emptyFlattened : this.#can.empty;
        const items = this.#many(() => this.#value(shape.item.shape, depth + 1, false), 0);
        return items.length === 0 && !mayBeEmpty ? undefined : items;
      }
      case 'map': {
        const mayBeEmpty = flattened ? this.#can.emptyFlattened : this.#can.empty;
        const values = this.#many(() => this.#value(shape.value.shape, depth + 1, false), 0);
        if (values.length === 0 && !mayBeEmpty) return undefined;
        return Object.fromEntries(values.map((value, index) => [`${this.#text()}${index}`, value]));
      }
      default:
        return this.#simple(shape);
    }
  }

  #simple(shape: SimpleShape): unknown {
    switch (shape.kind) {
      case 'string':
        return this.#text();
      case 'number':
        return this.#number();
      case 'boolean':
        return this.#random() < 0.5;
      case 'timestamp':
        return this.#date(shape.timestampFormat !== 'http-date');
      case 'blob':
        return this.#bytes(this.#below(40));
    }
  }

  #many(make: () => unknown, least: number): unknown[] {
    const items: unknown[] = [];
    const count = least + this.#below(4 - least);
    for (let index = 0; index < count; index += 1) {
      const item = make();
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  #number(): number {
    if (this.#can.specialNumbers && this.#random() < 0.05) return this.#pick(SPECIAL_NUMBERS);
    return this.#random() < 0.3 ? this.#pick(NUMBERS) : this.#integer();
  }

  /** Nothing else is a number in a path, a query or a header. */
  #integer(): number {
    return this.#below(100_000) - 50_000;
  }

  #text(): string {
    if (this.#random() < 0.5) return this.#word();
    if (this.#can.controls && this.#random() < 0.1) return this.#pick(CONTROL_TEXTS);
    return this.#pick(TEXTS);
  }

  #word(): string {
    let word = '';
    for (let left = 1 + this.#below(8); left > 0; left -= 1) {
      word += String.fromCharCode(97 + this.#below(26));
    }
    return word;
  }

  /** What the SDK encodes in a path; only a greedy label would keep the slash as it is. */
  #label(): string {
    return `${this.#word()}${this.#pick(LABEL_ENDINGS)}`;
  }

  #date(milliseconds: boolean): Date {
    const timeMs = Math.floor(this.#random() * 2 ** 41) - (this.#random() < 0.1 ? 2 ** 40 : 0);
    return new Date(milliseconds ? timeMs : Math.floor(timeMs / 1000) * 1000);
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#below(256));
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }
}

/** The clients set this header themselves where the input does not. */
const ALWAYS = new Set(['content-type']);

const LABEL_ENDINGS = ['', '', '-1', '/x', ' +%&=', 'é値'];

const NUMBERS = [
  0,
  -1,
  1.5,
  -0.001,
  1e21,
  5e-324,
  2 ** 31,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  255,
  65_536,
];
const SPECIAL_NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const TEXTS = [
  '',
  ' ',
  ' leading and trailing ',
  'a+b c%20d&e=f;g/h?i#j',
  '<tag attr="x">&amp; \'quoted\' ]]></tag>',
  'line one\nline two\ttabbed',
  'größe, 値段, цена, 🔔🇨🇭, e\u0301',
  '{"Version":"2012-10-17","Statement":[]}',
  'arn:aws:iam::123456789012:user/a.b-c_d@e',
  '__proto__',
  'x'.repeat(300),
];

const CONTROL_TEXTS = ['\u0000', 'a\r\nb', '\u001f\u007f', '\\"\b\f', '\u2028\u2029'];
