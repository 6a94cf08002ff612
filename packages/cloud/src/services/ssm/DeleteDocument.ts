import type { DeleteDocumentRequest, DeleteDocumentResult } from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/error.ts';
import { onDocument } from './document/onDocument.ts';
import { documents, versionOf } from './document/state.ts';

/** Takes away a document, or one version that is not the default. What runs of it runs on. */
export const DeleteDocument = onDocument<DeleteDocumentRequest, DeleteDocumentResult>({
  accepts: ['Name', 'DocumentVersion', 'VersionName', 'Force'],
  run: ({ DocumentVersion, VersionName }, context, document) => {
    const table = context.table(documents);
    if (DocumentVersion === undefined && VersionName === undefined) {
      table.delete(document.name);
      return {};
    }
    const { version } = versionOf(document, DocumentVersion, VersionName);
    if (version === document.defaultVersion) {
      throw new AwsError(
        'InvalidDocumentOperation',
        'The default version of a document cannot be deleted.',
      );
    }
    const versions = document.versions.filter((one) => one.version !== version);
    table.put({ ...document, versions });
    return {};
  },
});
