import { fieldFacts } from '../fields.ts';
import { COLUMNS, JSON_COLUMNS, MEMBERS, STRUCTURES } from './columns.ts';
import {
  call,
  equals,
  known,
  not,
  printSql,
  type SqlExpression,
  sqlName,
  sqlText,
} from './sqlExpression.ts';

/** How SQL reaches the values of a field. All are true or false, never unknown. */
export interface SqlField {
  /** Whether any value, as a text, is so. Undefined for an object without text. */
  readonly some: ((test: (text: SqlExpression) => SqlExpression) => SqlExpression) | undefined;
  readonly isThere: SqlExpression;
  readonly isNull: SqlExpression;
  /** The only value, for grouping and counting; undefined where there may be several. */
  readonly value: SqlExpression | undefined;
}

/** Undefined if the table has no column with the field. */
export function sqlField(path: readonly string[]): SqlField | undefined {
  const column = path[0]!.toLowerCase();
  const name = path.join('.').toLowerCase();
  if (JSON_COLUMNS.has(column)) return path.length === 1 ? jsonColumn(column) : jsonField(path);
  if (STRUCTURES.has(name)) return structure(name);
  if (column === 'resources') return path.length === 2 ? resourceField(path[1]!) : undefined;
  const isColumn = path.length === 1 && Object.hasOwn(COLUMNS, column);
  return isColumn || MEMBERS.has(name) ? loneField(sqlName(name)) : undefined;
}

/**
 * The only value of a field as correlations compare it: without regard to case. Undefined where
 * there may be several.
 */
export function valueSql(path: readonly string[]): string | undefined {
  const value = sqlField(path)?.value;
  return value && printSql(call('lower', value));
}

/** When a record happened, in seconds; a record that does not tell must not end the query. */
export const HAPPENED = 'to_unixtime(try(from_iso8601_timestamp(eventtime)))';

function loneField(value: SqlExpression): SqlField {
  const isNull: SqlExpression = { kind: 'isNull', of: value };
  return { some: (test) => known(test(value)), isThere: not(isNull), isNull, value };
}

function structure(name: string): SqlField {
  const isNull: SqlExpression = { kind: 'isNull', of: sqlName(name) };
  return { some: undefined, isThere: not(isNull), isNull, value: undefined };
}

/** The reader of the table gives a JSON null as the text `null` or as NULL. */
function jsonColumn(column: string): SqlField {
  return loneField(call('nullif', sqlName(column), sqlText('null')));
}

function resourceField(member: string): SqlField | undefined {
  const name = member.toLowerCase();
  if (!['arn', 'accountid', 'type'].includes(name)) return undefined;
  const some = (test: (text: SqlExpression) => SqlExpression): SqlExpression =>
    anyOf(sqlName('resources'), 'r', known(test(sqlName(`r.${name}`))));
  const isThere = some((value) => not({ kind: 'isNull', of: value }));
  return { some, isThere, isNull: not(isThere), value: undefined };
}

function jsonField(path: readonly string[]): SqlField {
  const { kind, lists } = fieldFacts(path);
  const someJson = (read: Read) => visit(sqlName(path[0]!.toLowerCase()), path, 1, lists, read);
  const isListless = (json: SqlExpression): SqlExpression =>
    not({ kind: 'like', of: call('json_format', json), pattern: '[%' });
  const text = kind === 'object' ? objectText : scalarText;
  const there = someJson((base, at) =>
    known(not({ kind: 'isNull', of: call('json_extract', base, at) })),
  );
  const hasValue = someJson((base, at) => known(isListless(call('json_extract', base, at))));
  const hasNull = someJson(isJsonNull);
  return {
    some: (test) => someJson((base, at) => known(test(text(base, at)))),
    isThere: there,
    isNull: { kind: 'or', of: [hasNull, not(hasValue)] },
    value:
      lists.length === 0
        ? text(sqlName(path[0]!.toLowerCase()), sqlText(jsonPath(path.slice(1))))
        : undefined,
  };
}

/** A null in a list may come as NULL; at a way into an object, NULL is a member that is missing. */
function isJsonNull(base: SqlExpression, at: SqlExpression): SqlExpression {
  const json = call('json_format', call('json_extract', base, at));
  const isElement = at.kind === 'text' && at.value === '$';
  return known(equals(isElement ? call('coalesce', json, sqlText('null')) : json, sqlText('null')));
}

/** Says something of the value at a way into JSON. */
type Read = (base: SqlExpression, at: SqlExpression) => SqlExpression;

function scalarText(base: SqlExpression, at: SqlExpression): SqlExpression {
  return call('json_extract_scalar', base, at);
}

function objectText(base: SqlExpression, at: SqlExpression): SqlExpression {
  return call('json_format', call('json_extract', base, at));
}

/** Where a list may be, both are tried: that it is one, and that it is none. */
function visit(
  base: SqlExpression,
  path: readonly string[],
  from: number,
  lists: readonly number[],
  read: Read,
): SqlExpression {
  const [list, ...others] = lists;
  if (list === undefined) return read(base, sqlText(jsonPath(path.slice(from))));
  const array = call('json_extract', base, sqlText(jsonPath(path.slice(from, list + 1))));
  const variable = `e${list}`;
  const elements: SqlExpression = { kind: 'tryCast', of: array, type: 'ARRAY(JSON)' };
  return {
    kind: 'or',
    of: [
      visit(base, path, from, others, read),
      anyOf(elements, variable, visit(sqlName(variable), path, list + 1, others, read)),
    ],
  };
}

function anyOf(list: SqlExpression, variable: string, body: SqlExpression): SqlExpression {
  return known({ kind: 'anyMatch', list, variable, body });
}

function jsonPath(names: readonly string[]): string {
  return `$${names.map((name) => `["${name.replaceAll('"', '')}"]`).join('')}`;
}
