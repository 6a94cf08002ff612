import { inBlock, parseAddress, parseBlock } from './address.ts';
import { arnTest } from './arn.ts';
import { parseTemplate, templateTest } from './template.ts';
import type { Context } from './types.ts';

export type Scalar = string | number | boolean;

/** Whether one value of the request matches one value of the policy. */
export type ScalarTest = (actual: Scalar, context: Context) => boolean;

export interface Operator {
  /** A negated operator holds where its positive twin does not, also when the key is absent. */
  readonly negated: boolean;
  /** Compiles a policy's value; undefined where the value is not of the operator's type. */
  readonly compile: (expected: string, variables: boolean) => ScalarTest | undefined;
}

type Compile = Operator['compile'];

const DATE = /^\d{4}(-\d\d(-\d\d(T\d\d?:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const stringEquals = text({ wildcards: false, fold: false });
const stringEqualsIgnoreCase = text({ wildcards: false, fold: true });
const stringLike = text({ wildcards: true, fold: false });

/**
 * Condition operators, without the set prefixes, the IfExists suffix and Null.
 * Source: "IAM JSON policy elements: Condition operators" in the IAM User Guide.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', { negated: false, compile: stringEquals }],
  ['StringNotEquals', { negated: true, compile: stringEquals }],
  ['StringEqualsIgnoreCase', { negated: false, compile: stringEqualsIgnoreCase }],
  ['StringNotEqualsIgnoreCase', { negated: true, compile: stringEqualsIgnoreCase }],
  ['StringLike', { negated: false, compile: stringLike }],
  ['StringNotLike', { negated: true, compile: stringLike }],
  ['NumericEquals', { negated: false, compile: numeric((a, b) => a === b) }],
  ['NumericNotEquals', { negated: true, compile: numeric((a, b) => a === b) }],
  ['NumericLessThan', { negated: false, compile: numeric((a, b) => a < b) }],
  ['NumericLessThanEquals', { negated: false, compile: numeric((a, b) => a <= b) }],
  ['NumericGreaterThan', { negated: false, compile: numeric((a, b) => a > b) }],
  ['NumericGreaterThanEquals', { negated: false, compile: numeric((a, b) => a >= b) }],
  ['DateEquals', { negated: false, compile: date((a, b) => a === b) }],
  ['DateNotEquals', { negated: true, compile: date((a, b) => a === b) }],
  ['DateLessThan', { negated: false, compile: date((a, b) => a < b) }],
  ['DateLessThanEquals', { negated: false, compile: date((a, b) => a <= b) }],
  ['DateGreaterThan', { negated: false, compile: date((a, b) => a > b) }],
  ['DateGreaterThanEquals', { negated: false, compile: date((a, b) => a >= b) }],
  ['Bool', { negated: false, compile: bool }],
  ['BinaryEquals', { negated: false, compile: binaryEquals }],
  ['IpAddress', { negated: false, compile: ipAddress }],
  ['NotIpAddress', { negated: true, compile: ipAddress }],
  ['ArnEquals', { negated: false, compile: arn }],
  ['ArnLike', { negated: false, compile: arn }],
  ['ArnNotEquals', { negated: true, compile: arn }],
  ['ArnNotLike', { negated: true, compile: arn }],
]);

function text(options: { readonly wildcards: boolean; readonly fold: boolean }): Compile {
  return (expected, variables) => {
    const template = parseTemplate(expected, { wildcards: options.wildcards, variables });
    const test = templateTest(template, options.fold);
    return (actual, context) => test(String(actual), context);
  };
}

/** ArnEquals and ArnLike behave alike: both take wildcards. */
function arn(expected: string, variables: boolean): ScalarTest {
  const test = arnTest(parseTemplate(expected, { wildcards: true, variables }));
  return (actual, context) => test(String(actual), context);
}

function numeric(compare: (actual: number, expected: number) => boolean): Compile {
  return ordered(compare, parseNumber);
}

function date(compare: (actual: number, expected: number) => boolean): Compile {
  return ordered(compare, parseSeconds);
}

/** A value of the request that is no number, or no date, matches nothing. */
function ordered(
  compare: (actual: number, expected: number) => boolean,
  parse: (value: Scalar) => number,
): Compile {
  return (expected) => {
    const bound = parse(expected);
    if (Number.isNaN(bound)) return undefined;
    return (actual) => compare(parse(actual), bound);
  };
}

function bool(expected: string): ScalarTest | undefined {
  const wanted = expected.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return undefined;
  return (actual) => String(actual).toLowerCase() === wanted;
}

/** Both sides are base64 text. */
function binaryEquals(expected: string): ScalarTest {
  return (actual) => actual === expected;
}

function ipAddress(expected: string): ScalarTest | undefined {
  const block = parseBlock(expected);
  if (block === undefined) return undefined;
  return (actual) => {
    const address = parseAddress(String(actual));
    return address !== undefined && inBlock(address, block);
  };
}

function parseNumber(value: Scalar): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** Epoch seconds of an ISO 8601 date, or of a number, which already counts seconds. */
function parseSeconds(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  if (DATE.test(value)) return Date.parse(isoDate(value)) / 1000;
  return /^-?\d{1,18}$/.test(value) ? Number(value) : Number.NaN;
}

/** Makes the ISO 8601 forms that AWS takes into those that ECMAScript reads, always in UTC. */
function isoDate(value: string): string {
  const [day, time] = value.toUpperCase().split('T') as [string, string?];
  if (time === undefined) return day;
  const [, clock, zone] = /^([\d:.]+)(.*)$/.exec(time) as unknown as [string, string, string];
  const hours = clock.indexOf(':') === 1 ? `0${clock}` : clock;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return `${day}T${hours}${offset || 'Z'}`;
}
