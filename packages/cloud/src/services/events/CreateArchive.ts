import type { CreateArchiveRequest, CreateArchiveResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onArchive } from './access.ts';
import { archiveAnswer } from './describe.ts';
import { checkPattern } from './eventPattern.ts';
import { busOf } from './names.ts';
import { exists, limitExceeded } from './problems.ts';
import { type Archive, archivesTable } from './state.ts';
import { currentSeq } from './trailEvents.ts';

export const CreateArchive = operation<CreateArchiveRequest, CreateArchiveResponse>({
  accepts: ['ArchiveName', 'EventSourceArn', 'Description', 'EventPattern', 'RetentionDays'],
  ...onArchive,
  run(input, context) {
    const { ArchiveName, EventSourceArn, Description, EventPattern, RetentionDays = 0 } = input;
    const archives = context.table(archivesTable);
    if (archives.has(ArchiveName!)) throw exists(`Archive ${ArchiveName}`);
    const { name: busName } = busOf(EventSourceArn, context);
    if (EventPattern) checkPattern(EventPattern);
    if (archives.size >= archivesMax) throw limitExceeded();
    const archive: Archive = {
      id: context.ids.uuid(),
      name: ArchiveName!,
      busName,
      ...(Description ? { description: Description } : undefined),
      ...(EventPattern ? { pattern: EventPattern } : undefined),
      retentionDays: RetentionDays,
      createdMs: context.nowMs,
      sinceSeq: currentSeq(context),
    };
    archives.put(archive);
    return archiveAnswer(archive, context);
  },
});

/** A quota of AWS that is raised on request. */
const archivesMax = 100;
