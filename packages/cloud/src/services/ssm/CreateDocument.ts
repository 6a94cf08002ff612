import type { CreateDocumentRequest, CreateDocumentResult } from '@aws-sdk/client-ssm';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { describeDocument } from './document/describe.ts';
import { documentArn, documents } from './document/state.ts';
import { checkContent, documentsMax, requireOwnName } from './document/write.ts';
import { mergeTags, requestTagKeys } from './tags.ts';

/** Creates an Automation document, after all that can be known of it before it runs was checked. */
export const CreateDocument = operation<CreateDocumentRequest, CreateDocumentResult>({
  accepts: [
    'Content',
    'Name',
    'DisplayName',
    'VersionName',
    'DocumentType',
    'DocumentFormat',
    'TargetType',
    'Tags',
  ],
  resource: ({ Name }, context) => documentArn(Name, context),
  conditionKeys: ({ Tags }) => requestTagKeys(Tags),
  run: (input, context) => {
    const { Name, Content, DisplayName, VersionName, TargetType } = input;
    const { DocumentType = 'Command' } = input;
    if (DocumentType !== 'Automation') {
      throw notImplemented(`CreateDocument: documents of DocumentType ${DocumentType}`);
    }
    requireOwnName(Name!);
    const table = context.table(documents);
    if (table.has(Name!)) {
      throw new AwsError('DocumentAlreadyExists', `Document with same name ${Name} already exists`);
    }
    if (table.size >= documentsMax) {
      throw new AwsError(
        'DocumentLimitExceeded',
        `Number of documents exceeds the limit of ${documentsMax}.`,
      );
    }
    const { format, hash } = checkContent(Content!, input.DocumentFormat);
    const version = {
      version: '1',
      createdMs: context.nowMs,
      format,
      content: Content!,
      hash,
      ...(VersionName === undefined ? undefined : { versionName: VersionName }),
      ...(DisplayName === undefined ? undefined : { displayName: DisplayName }),
    };
    const document = table.put({
      name: Name!,
      createdMs: context.nowMs,
      defaultVersion: '1',
      tags: mergeTags([], input.Tags),
      versions: [version],
      nextVersion: 2,
      ...(TargetType === undefined ? undefined : { targetType: TargetType }),
    });
    const description = describeDocument(document, version, context);
    return { DocumentDescription: { ...description, Status: 'Creating' } };
  },
});
