import type { DescribeArchiveRequest, DescribeArchiveResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onArchive } from './access.ts';
import { archiveOf } from './archiveNames.ts';
import { describeArchive } from './describe.ts';
import { archiveArn } from './names.ts';

export const DescribeArchive = operation<DescribeArchiveRequest, DescribeArchiveResponse>({
  accepts: ['ArchiveName'],
  ...onArchive,
  run({ ArchiveName }, context) {
    const archive = archiveOf(ArchiveName!, context);
    return {
      ...describeArchive(archive, context),
      ArchiveArn: archiveArn(archive.name, context),
      Description: archive.description,
      EventPattern: archive.pattern,
    };
  },
});
