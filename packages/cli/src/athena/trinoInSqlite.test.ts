import assert from 'node:assert/strict';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { test } from 'node:test';
import { linearRegex, type TrailRecord } from '@tocsin/detect';

/**
 * A table of records in SQLite that takes the SQL written for Athena, word for word but for what
 * SQLite's grammar has no place for: lambdas, casts with TRY, members of structures. A JSON value
 * is its text, which Trino's functions take as well.
 */
export function trailDatabase(records: readonly TrailRecord[]) {
  const database = new DatabaseSync(':memory:');
  database.exec("PRAGMA case_sensitive_like = ON; ATTACH ':memory:' AS security");
  defineFunctions(database);
  const columns = [...new Set([...plainColumns, ...structures, ...members])];
  const names = columns.map((name) => `"${name}"`).join(', ');
  database.exec(`CREATE TABLE security.cloudtrail_logs (${names}, account, region, "timestamp")`);
  const places = Array.from({ length: columns.length + 3 }, () => '?').join(', ');
  const insert = database.prepare(`INSERT INTO cloudtrail_logs VALUES (${places})`);
  for (const record of records) {
    const row = rowOf(record);
    const day = String(record.eventTime ?? '')
      .slice(0, 10)
      .replaceAll('-', '/');
    const partition = [record.recipientAccountId ?? '', record.awsRegion ?? '', day] as string[];
    insert.run(...columns.map((name) => row[name] ?? null), ...partition);
  }
  return {
    query: (sql: string) =>
      database.prepare(inSqlite(sql)).all() as Record<string, string | number | null>[],
  };
}

const structures = ['useridentity', 'tlsdetails', 'addendum', 'resources'];
const objects = ['requestparameters', 'responseelements', 'additionaleventdata'];
const plainColumns = [
  ...objects,
  'serviceeventdetails',
  ...`eventversion eventtime eventsource eventname awsregion sourceipaddress useragent errorcode
  errormessage requestid eventid readonly eventtype apiversion recipientaccountid sharedeventid
  vpcendpointid vpcendpointaccountid eventcategory sessioncredentialfromconsole edgedevicedetails`.match(
    /\S+/g,
  )!,
];
const identity = 'type principalid arn accountid invokedby accesskeyid username'.split(' ');
const issuer = 'type principalid arn accountid username'.split(' ');
const context = 'useridentity.sessioncontext';
const members = [
  ...identity.map((name) => `useridentity.${name}`),
  'useridentity.onbehalfof',
  'useridentity.onbehalfof.userid',
  'useridentity.onbehalfof.identitystorearn',
  context,
  `${context}.attributes`,
  `${context}.attributes.mfaauthenticated`,
  `${context}.attributes.creationdate`,
  `${context}.sessionissuer`,
  ...issuer.map((name) => `${context}.sessionissuer.${name}`),
  `${context}.ec2roledelivery`,
  `${context}.webidfederationdata`,
  `${context}.webidfederationdata.federatedprovider`,
  'tlsdetails.tlsversion',
  'tlsdetails.ciphersuite',
  'tlsdetails.clientprovidedhostheader',
];

/** What Athena's reader of CloudTrail's files makes of a record. */
function rowOf(record: TrailRecord): Record<string, SQLInputValue> {
  const row: Record<string, SQLInputValue> = {};
  for (const [name, value] of Object.entries(record)) {
    const column = name.toLowerCase();
    if (value === null || value === undefined) continue;
    if (structures.includes(column)) spread(row, column, lowered(value));
    else row[column] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return row;
}

function spread(row: Record<string, SQLInputValue>, name: string, value: unknown): void {
  row[name] = typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [member, inner] of Object.entries(value)) {
    if (inner !== null) spread(row, `${name}.${member}`, inner);
  }
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), lowered(inner)]),
  );
}

/** Texts are taken out first, so that nothing within them is changed. */
function inSqlite(sql: string): string {
  const texts: string[] = [];
  const bare = sql.replace(/'(?:[^']|'')*'/g, (text) => `§${texts.push(text) - 1}§`);
  const cast = bare
    .replace(/\bCAST\((\w+) AS JSON\)/g, '$1')
    .replace(/\bjson_format\((\w+)\) AS \1/g, '$1')
    .replace(/\b(?:useridentity|tlsdetails|addendum)(?:\.\w+)+/g, '"$&"')
    .replace(/\br\.(\w+)/g, 'member(r, §$1§)');
  const named = cast.replace(/member\(r, §(\w+)§\)/g, "member(r, '$1')");
  const translated = translateCalls(named);
  return translated.replace(/§(\d+)§/g, (_, place: string) => texts[Number(place)]!);
}

/** Innermost first, which the last opening is. */
function translateCalls(sql: string): string {
  const from = Math.max(sql.lastIndexOf('any_match('), sql.lastIndexOf('try_cast('));
  if (from < 0) return sql;
  const open = sql.indexOf('(', from);
  const close = closing(sql, open);
  const inner = sql.slice(open + 1, close);
  const [, of, type] = /^([\s\S]*) AS (ARRAY\(JSON\)|DOUBLE|IPADDRESS)$/.exec(inner) ?? [];
  let by: string;
  if (type !== undefined) by = `cast_${type.slice(0, 5).toLowerCase()}(${of})`;
  else {
    const [, list, variable, body] = /^([\s\S]*?), (\w+) -> ([\s\S]*)$/.exec(inner)!;
    const each = body!.replaceAll(new RegExp(`\\b${variable}\\b(?!')`, 'g'), `${variable}.value`);
    by = `CASE WHEN ${list} IS NULL THEN NULL ELSE EXISTS (SELECT 1 FROM json_each(${list}) AS ${variable} WHERE ${each}) END`;
  }
  return translateCalls(`${sql.slice(0, from)}${by}${sql.slice(close + 1)}`);
}

function closing(sql: string, open: number): number {
  let depth = 0;
  for (let at = open; at < sql.length; at++) {
    if (sql[at] === '(') depth += 1;
    if (sql[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('A parenthesis is not closed.');
}

type Text = string | null;

function defineFunctions(database: DatabaseSync): void {
  const define = (name: string, run: (...of: string[]) => SQLInputValue | boolean | undefined) =>
    database.function(name, { varargs: true, deterministic: true }, (...of: SQLInputValue[]) => {
      if (of.includes(null)) return null;
      const value = run(...(of as string[]));
      return typeof value === 'boolean' ? Number(value) : (value ?? null);
    });
  define('lower', (text) => String(text).toLowerCase());
  define('reverse', (text) => [...text].reverse().join(''));
  define('starts_with', (text, start) => text.startsWith(start));
  define('strpos', (text, part) => text.indexOf(part) + 1);
  define('regexp_like', (text, source) => linearRegex(source, {}).test(text));
  define('json_format', (json) => json);
  define('json_extract', (json, path) => JSON.stringify(extract(json, path)));
  define('json_extract_scalar', (json, path) => {
    const value = extract(json, path);
    return typeof value === 'object' || value === undefined ? null : String(value);
  });
  define('member', (json, name) => (JSON.parse(json) as Record<string, Text>)[name] ?? null);
  define('cast_array', (json) => {
    const list = JSON.parse(json) as unknown;
    if (!Array.isArray(list)) return null;
    return JSON.stringify(list.map((each) => (each === null ? null : JSON.stringify(each))));
  });
  define('cast_doubl', (text) => (text.trim() === '' || Number.isNaN(+text) ? null : +text));
  define('cast_ipadd', (text) => (/^[\d.]+$|:/.test(text) ? text : null));
  define('contains', (block, address) => inBlock(block, address));
  define('from_iso8601_timestamp', (text) => Date.parse(text) || null);
  define('try', (value) => value);
  define('to_unixtime', (ms) => Number(ms) / 1000);
  define('cardinality', (json) => Object.keys(JSON.parse(json) as object).length);
  define('array_join', (json, between) => (JSON.parse(json) as string[]).join(between));
  database.aggregate('array_agg', {
    start: () => '[]',
    step: (sum: string, value: SQLInputValue) => JSON.stringify([...JSON.parse(sum), value]),
    inverse: (sum: string) => JSON.stringify(JSON.parse(sum).slice(1)),
  });
  database.aggregate('histogram', {
    start: () => '{}',
    step: (sum: string, value: SQLInputValue) => counted(sum, value, 1),
    // SQLite lets only those be windows that can forget.
    inverse: (sum: string, value: SQLInputValue) => counted(sum, value, -1),
  });
}

function counted(sum: string, value: SQLInputValue, more: number): string {
  if (value === null) return sum;
  const { [String(value)]: known = 0, ...others } = JSON.parse(sum) as Record<string, number>;
  return JSON.stringify(known + more === 0 ? others : { ...others, [String(value)]: known + more });
}

function extract(json: string, path: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  for (const [, key] of path.matchAll(/\["([^"]*)"\]/g)) {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    value = isMap ? (value as Record<string, unknown>)[key!] : undefined;
  }
  return value;
}

function inBlock(block: string, address: string): boolean {
  const [network, bits] = block.split('/') as [string, string];
  if (!network.includes('.') || !address.includes('.')) return network === address;
  const number = (text: string) => text.split('.').reduce((sum, each) => sum * 256 + +each, 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(network) / size) === Math.floor(number(address) / size);
}

test('reads SQL for Athena as it is', () => {
  const { query } = trailDatabase([
    { eventName: 'GetSecretValue', userIdentity: { type: 'IAMUser' }, resources: [{ ARN: 'b' }] },
    { eventName: 'ListUsers', requestParameters: { names: ['a', null, "O'Neil"] } },
  ]);
  const names = (where: string) =>
    query(`SELECT eventname FROM cloudtrail_logs WHERE ${where}`).map((row) => row.eventname);
  assert.deepEqual(names(`lower(useridentity.type) = 'iamuser'`), ['GetSecretValue']);
  assert.deepEqual(names(`eventname LIKE 'l%'`), []);
  assert.deepEqual(names(`any_match(resources, r -> coalesce(r.arn = 'b', false))`), [
    'GetSecretValue',
  ]);
  const list = `try_cast(json_extract(requestparameters, '$["names"]') AS ARRAY(JSON))`;
  const body = `coalesce(json_extract_scalar(e1, '$') = 'O''Neil', false)`;
  assert.deepEqual(names(`any_match(${list}, e1 -> ${body})`), ['ListUsers']);
});
