import type { DescribeDocumentRequest, DescribeDocumentResult } from '@aws-sdk/client-ssm';
import { describeDocument } from './document/describe.ts';
import { onDocument } from './document/onDocument.ts';
import { versionOf } from './document/state.ts';

export const DescribeDocument = onDocument<DescribeDocumentRequest, DescribeDocumentResult>({
  accepts: ['Name', 'DocumentVersion', 'VersionName'],
  run: ({ DocumentVersion, VersionName }, context, document) => ({
    Document: describeDocument(
      document,
      versionOf(document, DocumentVersion, VersionName),
      context,
    ),
  }),
});
