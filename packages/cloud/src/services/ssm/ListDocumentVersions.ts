import type { ListDocumentVersionsRequest, ListDocumentVersionsResult } from '@aws-sdk/client-ssm';
import { onDocument } from './document/onDocument.ts';
import { pageOf } from './page.ts';

/** Lists the newest version first. */
export const ListDocumentVersions = onDocument<
  ListDocumentVersionsRequest,
  ListDocumentVersionsResult
>({
  accepts: ['Name', 'MaxResults', 'NextToken'],
  run: ({ MaxResults = 50, NextToken }, _context, { name, defaultVersion, versions }) => {
    const newest = versions.toReversed();
    const { items, nextToken } = pageOf(newest, { limit: MaxResults, token: NextToken });
    return {
      DocumentVersions: items.map(({ version, versionName, displayName, createdMs, format }) => ({
        Name: name,
        ...(displayName === undefined ? undefined : { DisplayName: displayName }),
        DocumentVersion: version,
        ...(versionName === undefined ? undefined : { VersionName: versionName }),
        CreatedDate: new Date(createdMs),
        IsDefaultVersion: version === defaultVersion,
        DocumentFormat: format,
        Status: 'Active',
      })),
      ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
    };
  },
});
