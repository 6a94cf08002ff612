import type { DatabaseSync } from 'node:sqlite';

/** How the rows of all tables are kept: one line each, as JSON text. */
export const rowsTable = `
  CREATE TABLE IF NOT EXISTS rows (
    name TEXT NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (name, scope, key)
  ) WITHOUT ROWID`;

/** Every kept row as JSON text: table name → scope → rows. They are parsed when first asked for. */
export function readStoredRows(database: DatabaseSync): Map<string, Map<string, string[]>> {
  const stored = new Map<string, Map<string, string[]>>();
  for (const row of database.prepare('SELECT name, scope, value FROM rows').iterate()) {
    const { name, scope, value } = row as { name: string; scope: string; value: string };
    const scopes = stored.get(name) ?? new Map<string, string[]>();
    stored.set(name, scopes);
    const texts = scopes.get(scope);
    if (texts) texts.push(value);
    else scopes.set(scope, [value]);
  }
  return stored;
}
