import type {
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
} from '@aws-sdk/client-ssm';
import { onDocument } from './document/onDocument.ts';
import { documents, versionOf } from './document/state.ts';

export const UpdateDocumentDefaultVersion = onDocument<
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult
>({
  accepts: ['Name', 'DocumentVersion'],
  run: ({ DocumentVersion }, context, document) => {
    const { version, versionName } = versionOf(document, DocumentVersion);
    context.table(documents).put({ ...document, defaultVersion: version });
    return {
      Description: {
        Name: document.name,
        DefaultVersion: version,
        ...(versionName === undefined ? undefined : { DefaultVersionName: versionName }),
      },
    };
  },
});
