import type {
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
  SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { pageOf } from './page.ts';
import type { Version } from './versions.ts';

/**
 * Lists versions: those with a label newest first, or all of them oldest first, as AWS was seen to
 * do. AWS lists none for a replica, though each of them can be read.
 */
export const ListSecretVersionIds = onSecret<
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse
>({
  accepts: ['SecretId', 'MaxResults', 'NextToken', 'IncludeDeprecated'],
  on: 'any',
  run: ({ MaxResults, NextToken, IncludeDeprecated }, _context, secret) => {
    const versions = secret.primaryRegion
      ? []
      : IncludeDeprecated
        ? secret.versions
        : secret.versions.filter(({ stages }) => stages.length > 0).toReversed();
    const descending = !IncludeDeprecated;
    const placed = versions.map((version) => ({
      at: String(secret.versions.indexOf(version)).padStart(6, '0'),
      version,
    }));
    const { items, nextToken } = pageOf(placed, {
      limit: MaxResults ?? pageLimit,
      token: NextToken,
      descending,
    });
    return {
      Versions: items.map(({ version }) => entryOf(version)),
      ...(nextToken ? { NextToken: nextToken } : undefined),
      ARN: secret.arn,
      Name: secret.name,
    };
  },
});

const pageLimit = 100;

function entryOf({ versionId, stages, accessedMs, createdMs }: Version): SecretVersionsListEntry {
  return {
    VersionId: versionId,
    ...(stages.length > 0 ? { VersionStages: [...stages] } : undefined),
    ...(accessedMs === undefined ? undefined : { LastAccessedDate: new Date(accessedMs) }),
    CreatedDate: new Date(createdMs),
    KmsKeyIds: ['DefaultEncryptionKey'],
  };
}
