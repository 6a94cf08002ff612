import type { GetDocumentRequest, GetDocumentResult } from '@aws-sdk/client-ssm';
import { libraries } from '../../kernel/libraries.ts';
import { onDocument } from './document/onDocument.ts';
import { readContent } from './document/readContent.ts';
import { type DocumentVersion, versionOf } from './document/state.ts';

export const GetDocument = onDocument<GetDocumentRequest, GetDocumentResult>({
  accepts: ['Name', 'VersionName', 'DocumentVersion', 'DocumentFormat'],
  run: ({ DocumentVersion, VersionName, DocumentFormat }, _context, document) => {
    const version = versionOf(document, DocumentVersion, VersionName);
    const { versionName, displayName } = version;
    return {
      Name: document.name,
      CreatedDate: new Date(version.createdMs),
      ...(displayName === undefined ? undefined : { DisplayName: displayName }),
      ...(versionName === undefined ? undefined : { VersionName: versionName }),
      DocumentVersion: version.version,
      Status: 'Active',
      Content: contentAs(DocumentFormat, version),
      DocumentType: 'Automation',
      DocumentFormat: DocumentFormat ?? version.format,
    };
  },
});

/** In the format that it was put in, unless another is asked for. */
function contentAs(wanted: string | undefined, { content, format }: DocumentVersion): string {
  if (wanted === undefined || wanted === format) return content;
  const tree = readContent(content, format);
  return wanted === 'YAML' ? libraries.yaml.stringify(tree) : JSON.stringify(tree, undefined, 2);
}
