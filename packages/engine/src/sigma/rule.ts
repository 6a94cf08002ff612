import type { AddressBlock } from '../policy/address.ts';
import type { WildcardPart } from '../policy/wildcard.ts';

/**
 * A Sigma rule that has been read and checked: what its condition asks of one record.
 *
 * Everything a shorthand stands for is written out. `1 of selection*` is an `or`, a list of
 * conditions is an `or`, `windash` and `base64offset` are the texts they make, and placeholders
 * are their values. So whoever compiles a rule meets the few kinds below and no others.
 *
 * @see https://github.com/SigmaHQ/sigma-specification version 2.1.0
 */
export interface SigmaRule extends SigmaMetadata {
  readonly kind: 'rule';
  readonly logsource: Logsource;
  /** The search identifiers by name, in the order of the document. */
  readonly detections: ReadonlyMap<string, Detection>;
  readonly condition: Condition;
}

export interface SigmaMetadata {
  readonly origin: SigmaOrigin;
  readonly title: string;
  readonly id?: string;
  /** What correlations call the rule. */
  readonly name?: string;
  readonly status?: Status;
  readonly level?: Level;
  readonly description?: string;
  readonly author?: string;
  /** As it was written: `YYYY-MM-DD`, in older rules `YYYY/MM/DD`. */
  readonly date?: string;
  readonly modified?: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields: readonly string[];
  readonly related: readonly { readonly id: string; readonly type: string }[];
  /** Attributes that Sigma does not know, as they came. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** Where a document stands: for messages. Lines count from 1. */
export interface SigmaOrigin {
  readonly file: string;
  readonly line: number | undefined;
}

export type Status = 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported';
export type Level = 'informational' | 'low' | 'medium' | 'high' | 'critical';

export interface Logsource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
}

/** The condition over search identifiers. `and` and `or` have two members or more. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'search'; readonly name: string };

/** A search identifier: one item, or a map (`and`) or list (`or`) of one member or more. */
export type Detection =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Detection[] }
  | DetectionItem;

/** One line of a map, such as `eventName|startswith: [Delete, Put]`, or a list of keywords. */
export interface DetectionItem {
  readonly kind: 'item';
  /**
   * The way into the record, `userIdentity.type` as `['userIdentity', 'type']`. Undefined for
   * keywords, which are looked for in every text, number and boolean of the record.
   *
   * Sigma does not say what arrays are. Here a path goes through them, and a test holds if it holds
   * of any element it comes to.
   */
  readonly path: readonly string[] | undefined;
  /** The key as it was written, with its modifiers; empty for a plain list of keywords. */
  readonly text: string;
  /** From `neq`: the item holds where its values do not, so also where the field is missing. */
  readonly negated: boolean;
  /** From `all`: each value must hold, if of different elements of an array. Otherwise any. */
  readonly every: boolean;
  readonly values: readonly Value[];
  readonly line: number | undefined;
}

/** A value of the list, and the tests it stands for: it holds if any of them does. */
export interface Value {
  /** As it was written. */
  readonly source: string | number | boolean | null;
  /** Mostly one. None for a placeholder without values, which therefore never holds. */
  readonly anyOf: readonly ValueTest[];
}

/** What is asked of one value of a record. */
export type ValueTest =
  | TextTest
  | RegexTest
  | CidrTest
  | NumberTest
  | FieldTest
  | NullTest
  | ExistsTest;

/**
 * The whole text matches. Numbers and booleans of rules and records are texts (`42` is `"42"`,
 * `false` is `"false"`). An object is its JSON without white space, in which texts stand as they
 * are, without escapes.
 */
export interface TextTest {
  readonly kind: 'text';
  /** Literals, `MANY` for `*` and `ONE` for `?`. Empty for the empty text. Escapes are resolved. */
  readonly pattern: readonly WildcardPart[];
  /** Whether case counts. If not, `foldCase` of both sides is compared. */
  readonly cased: boolean;
}

/** The regular expression is found anywhere in the text. Case counts unless `i` says otherwise. */
export interface RegexTest {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: RegexFlags;
}

export interface RegexFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** The text is an address of the block. A lone address is a block of one. */
export interface CidrTest {
  readonly kind: 'cidr';
  readonly text: string;
  readonly block: AddressBlock;
}

/** The number, or the text that is one in decimal, compares as said. */
export interface NumberTest {
  readonly kind: 'number';
  readonly comparison: Exclude<Comparison, 'neq'>;
  readonly number: number;
  /** The part of the time that the text tells, as it is written there, without a time zone. */
  readonly timePart: TimePart | undefined;
}

export type Comparison = 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** The text equals, starts with, ends with or contains a text that another field of it has. */
export interface FieldTest {
  readonly kind: 'field';
  readonly path: readonly string[];
  readonly relation: 'equals' | 'startswith' | 'endswith' | 'contains';
  readonly cased: boolean;
}

/** The field is missing, is an empty array, or is (or holds an element that is) null. */
export interface NullTest {
  readonly kind: 'null';
}

/** The field is there, whatever its value, null and empty arrays too; or it is not. */
export interface ExistsTest {
  readonly kind: 'exists';
  readonly expected: boolean;
}

/** A Sigma correlation: what it asks of several records within a time. */
export interface SigmaCorrelation extends SigmaMetadata {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Rules or correlations by `id` or `name`, as they were written. */
  readonly rules: readonly string[];
  /** Names of aliases, or fields with dots. Empty: all records are one group. */
  readonly groupBy: readonly string[];
  /** Alias → rule as it is called in `rules` → way into that rule's records. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly timespanMs: number;
  /** All must hold of the count. For temporal ones: of the number of different rules. */
  readonly comparisons: readonly CountComparison[];
  /** The field whose different values are counted. Defined for `value_count` alone. */
  readonly field: readonly string[] | undefined;
  /** Whether the rules it refers to ring for themselves as well. */
  readonly generate: boolean;
}

export type CorrelationType = 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered';

export interface CountComparison {
  readonly comparison: Comparison;
  readonly count: number;
}
