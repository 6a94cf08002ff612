import type { UpdateDocumentRequest, UpdateDocumentResult } from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/error.ts';
import { describeDocument } from './document/describe.ts';
import { onDocument } from './document/onDocument.ts';
import { documents, versionOf } from './document/state.ts';
import { checkContent, versionsMax } from './document/write.ts';

/** Adds a version; the default stays what it was. */
export const UpdateDocument = onDocument<UpdateDocumentRequest, UpdateDocumentResult>({
  accepts: [
    'Content',
    'Name',
    'DisplayName',
    'VersionName',
    'DocumentVersion',
    'DocumentFormat',
    'TargetType',
  ],
  run: (input, context, document) => {
    const { Content, DisplayName, VersionName, TargetType } = input;
    if (input.DocumentVersion !== undefined) versionOf(document, input.DocumentVersion);
    const { format, hash } = checkContent(Content!, input.DocumentFormat);
    if (document.versions.some((version) => version.hash === hash)) {
      throw new AwsError(
        'DuplicateDocumentContent',
        'The content of the association document matches another document. Change the content of the document and try again.',
      );
    }
    if (VersionName && document.versions.some(({ versionName }) => versionName === VersionName)) {
      throw new AwsError(
        'DuplicateDocumentVersionName',
        'The version name has already been used in this document. Specify a different version name, and then try again.',
      );
    }
    if (document.versions.length >= versionsMax) {
      throw new AwsError('DocumentVersionLimitExceeded', 'The document has too many versions.');
    }
    const version = {
      version: String(document.nextVersion),
      createdMs: context.nowMs,
      format,
      content: Content!,
      hash,
      ...(VersionName === undefined ? undefined : { versionName: VersionName }),
      ...(DisplayName === undefined ? undefined : { displayName: DisplayName }),
    };
    const updated = context.table(documents).put({
      ...document,
      ...(TargetType === undefined ? undefined : { targetType: TargetType }),
      versions: [...document.versions, version],
      nextVersion: document.nextVersion + 1,
    });
    const description = describeDocument(updated, version, context);
    return { DocumentDescription: { ...description, Status: 'Updating' } };
  },
});
