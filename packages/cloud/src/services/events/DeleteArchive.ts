import type { DeleteArchiveRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onArchive } from './access.ts';
import { dropEvents } from './archiveEvents.ts';
import { archiveOf } from './archiveNames.ts';
import { archivesTable } from './state.ts';

export const DeleteArchive = operation<DeleteArchiveRequest, object>({
  accepts: ['ArchiveName'],
  ...onArchive,
  run({ ArchiveName }, context) {
    const archive = archiveOf(ArchiveName!, context);
    dropEvents(archive, context);
    context.table(archivesTable).delete(archive.name);
    return {};
  },
});
