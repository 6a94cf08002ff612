import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inBlock, parseAddress, parseBlock } from '../../../policy/address.ts';
import { COLUMNS, JSON_COLUMNS } from './columns.ts';
import { call, equals, known, not, type SqlExpression, sqlName, sqlText } from './sqlExpression.ts';

/**
 * Evaluates what is printed as SQL, with Trino's logic of three values: null is unknown. Values of
 * the type JSON are texts of JSON in an object, so that they are told from VARCHAR.
 */
export function evaluateSql(expression: SqlExpression, row: Row): unknown {
  const value = (part: SqlExpression) => evaluateSql(part, row);
  switch (expression.kind) {
    case 'name':
      return expression.name
        .split('.')
        .reduce<unknown>((object, name) => (object as Row | null)?.[name] ?? null, row);
    case 'text':
    case 'number':
      return expression.value;
    case 'false':
      return false;
    case 'tryCast':
      return cast(value(expression.of), expression.type);
    case 'isNull':
      return value(expression.of) === null;
    case 'not': {
      const of = value(expression.of);
      return of === null ? null : !of;
    }
    case 'and':
    case 'or':
      return decided(expression.of.map(value), expression.kind === 'or');
    case 'compare': {
      const [left, right] = [value(expression.left), value(expression.right)] as [number, number];
      if (left === null || right === null) return null;
      assert.equal(typeof left, typeof right);
      return {
        '=': left === right,
        '<': left < right,
        '<=': left <= right,
        '>': left > right,
        '>=': left >= right,
      }[expression.operator];
    }
    case 'like': {
      const text = value(expression.of);
      return text === null ? null : like(expression.pattern).test(text as string);
    }
    case 'anyMatch': {
      const list = value(expression.list) as readonly unknown[] | null;
      if (list === null) return null;
      return decided(
        list.map((each) => evaluateSql(expression.body, { ...row, [expression.variable]: each })),
        true,
      );
    }
    case 'call':
      return invoke(expression.name, expression.of.map(value));
  }
}

type Row = Readonly<Record<string, unknown>>;

function decided(values: readonly unknown[], decisive: boolean): boolean | null {
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}

function like(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|[%_]|[^%_\\]/gs, (token, escaped: string | undefined) =>
    token === '%'
      ? '.*'
      : token === '_'
        ? '.'
        : (escaped ?? token).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`, 's');
}

interface Json {
  readonly json: unknown;
}

function cast(value: unknown, type: string): unknown {
  if (value === null) return null;
  switch (type) {
    case 'DOUBLE':
      return (value as string).trim() === '' || Number.isNaN(Number(value)) ? null : Number(value);
    case 'IPADDRESS':
      return parseAddress(value as string) ?? null;
    default: {
      const list = (value as Json).json;
      return Array.isArray(list) ? list.map((json) => (json === null ? null : { json })) : null;
    }
  }
}

function invoke(name: string, of: readonly unknown[]): unknown {
  if (name === 'coalesce') return of.find((each) => each !== null) ?? null;
  if (name === 'nullif') return of[0] === of[1] ? null : of[0];
  if (of.includes(null)) return null;
  const [first, second] = of as [string, string];
  switch (name) {
    case 'lower':
      return first.toLowerCase();
    case 'reverse':
      return [...first].reverse().join('');
    case 'starts_with':
      return first.startsWith(second);
    case 'strpos':
      return first.indexOf(second) + 1;
    case 'regexp_like':
      return new RegExp(
        second.replace(/^\(\?\w+\)/, ''),
        /^\(\?(\w+)\)/.exec(second)?.[1] ?? '',
      ).test(first);
    case 'contains':
      return inBlock(of[1] as never, parseBlock(first)!);
    case 'json_format':
      return JSON.stringify((of[0] as Json).json);
    case 'json_extract': {
      const json = extract(of[0] as string | Json, second);
      return json === undefined ? null : { json };
    }
    default: {
      assert.equal(name, 'json_extract_scalar');
      const json = extract(of[0] as string | Json, second);
      return json === undefined || json === null || typeof json === 'object' ? null : String(json);
    }
  }
}

function extract(from: string | Json, path: string): unknown {
  const keys = [...path.matchAll(/\["([^"]*)"\]/g)].map(([, key]) => key!);
  const root: unknown = typeof from === 'string' ? JSON.parse(from) : from.json;
  return keys.reduce<unknown>(
    (object, key) =>
      typeof object === 'object' && object !== null && !Array.isArray(object)
        ? (object as Row)[key]
        : undefined,
    root,
  );
}

/** A record as the reader of Athena's table gives it: names in lower case, some columns as JSON. */
export function rowOf(record: object): Row {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      const column = name.toLowerCase();
      if (!Object.hasOwn(COLUMNS, column)) return [];
      if (JSON_COLUMNS.has(column)) return [[column, JSON.stringify(value)]];
      return [[column, typeof value === 'object' ? lowered(value) : String(value)]];
    }),
  );
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), lowered(inner)]),
  );
}

it('knows three values', () => {
  const isAnn = equals(sqlName('name'), sqlText('ann'));
  assert.equal(evaluateSql(not(isAnn), {}), null);
  assert.equal(evaluateSql(not(known(isAnn)), {}), true);
  assert.equal(evaluateSql(call('lower', sqlText('Ann')), {}), 'ann');
});
