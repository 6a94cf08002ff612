import type { UpdateArchiveRequest, UpdateArchiveResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onArchive } from './access.ts';
import { archiveOf } from './archiveNames.ts';
import { archiveAnswer } from './describe.ts';
import { checkPattern } from './eventPattern.ts';
import { type Archive, archivesTable } from './state.ts';

/** Changes what is given; the events that are in the archive stay. */
export const UpdateArchive = operation<UpdateArchiveRequest, UpdateArchiveResponse>({
  accepts: ['ArchiveName', 'Description', 'EventPattern', 'RetentionDays'],
  ...onArchive,
  run({ ArchiveName, Description, EventPattern, RetentionDays }, context) {
    const before = archiveOf(ArchiveName!, context);
    if (EventPattern) checkPattern(EventPattern);
    const archive: Archive = {
      ...before,
      ...(Description === undefined ? undefined : { description: Description }),
      ...(EventPattern === undefined ? undefined : { pattern: EventPattern }),
      retentionDays: RetentionDays ?? before.retentionDays,
    };
    context.table(archivesTable).put(archive);
    return archiveAnswer(archive, context);
  },
});
