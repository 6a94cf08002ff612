import type { Context } from '../../kernel/context.ts';
import { missing } from './problems.ts';
import { type Archive, archivesTable } from './state.ts';

/** Throws ResourceNotFoundException. */
export function archiveOf(name: string, context: Context): Archive {
  const archive = context.table(archivesTable).get(name);
  if (!archive) throw missing(`Archive ${name}`);
  return archive;
}
