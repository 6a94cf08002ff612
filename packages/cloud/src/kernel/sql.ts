import type { SQLInputValue } from 'node:sqlite';

/** Append-only data of a service: the table's schema and every statement that is run on it. */
export interface SqlSpec<Name extends string> {
  readonly schema: string;
  readonly statements: Readonly<Record<Name, string>>;
}

export function defineSql<Name extends string>(
  schema: string,
  statements: Readonly<Record<Name, string>>,
): SqlSpec<Name> {
  return { schema, statements };
}

export type SqlRow = Record<string, string | number | bigint | null | Uint8Array>;
export type PreparedSql<Name extends string> = Record<Name, SqlStatement>;

export interface SqlStatement {
  /** Writes; gives the row id of an insert. Inside `transact` it is taken back with it. */
  run(...values: SQLInputValue[]): number;
  get(...values: SQLInputValue[]): SqlRow | undefined;
  all(...values: SQLInputValue[]): SqlRow[];
  iterate(...values: SQLInputValue[]): IterableIterator<SqlRow>;
}
