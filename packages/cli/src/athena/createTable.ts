import { createTableSql, type TrailTable } from '@tocsin/engine/sigma/targets';
import { UsageError } from '../command.ts';
import type { AthenaPlace } from './huntOnAthena.ts';
import { runQuery } from './runQuery.ts';

export type NewTable = Omit<TrailTable, 'table'>;

/** The statement that makes the table, for who wants to read or run it elsewhere. */
export function tableStatement({ database, table }: AthenaPlace, trail: NewTable): string {
  try {
    return createTableSql({ ...trail, table: `${database}.${table}` });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${error.message}.`);
    throw error;
  }
}

/**
 * Makes the table over the logs of a trail, unless there is one of that name. It reads no logs and
 * costs nothing.
 *
 * @throws UsageError for a place, an account or a Region that is none; Failure if Athena refuses.
 */
export async function createTable(place: AthenaPlace, trail: NewTable): Promise<void> {
  await runQuery(tableStatement(place, trail), place);
}
