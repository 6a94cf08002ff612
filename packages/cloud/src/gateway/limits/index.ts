import { readFileSync } from 'node:fs';

/**
 * What AWS's API model allows for one value: the length of a string in characters, of a blob in
 * bytes, of a list or map in entries, or the range of a number; the pattern a whole string must
 * match; the set it must come from; and the limits of a list's members, a map's keys and values.
 */
export interface Limit {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly member?: Limit;
  readonly key?: Limit;
  readonly value?: Limit;
}

/** The limits of one service: structure name → member name → place in `limits`. */
export interface LimitTable {
  readonly source: string;
  readonly limits: readonly Limit[];
  readonly members: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const tables = new Map<string, LimitTable>();

/**
 * The limits of a service, by its name in IAM actions (`cloudwatch`). Read on first use: a process
 * that is never asked for logs never reads their table. Throws for an unknown service.
 */
export function limitsOf(service: string): LimitTable {
  let table = tables.get(service);
  if (table === undefined) {
    const text = readFileSync(new URL(`./${service}.json`, import.meta.url), 'utf8');
    table = JSON.parse(text) as LimitTable;
    tables.set(service, table);
  }
  return table;
}

/** The limit of a structure's member, or undefined where AWS's model sets none. */
export function limitOfMember(
  table: LimitTable,
  structureName: string,
  memberName: string,
): Limit | undefined {
  const place = table.members[structureName]?.[memberName];
  return place === undefined ? undefined : table.limits[place];
}
