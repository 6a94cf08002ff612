import type {
  ListSecretsRequest,
  ListSecretsResponse,
  SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../kernel/operation.ts';
import { describe, versionsToStages } from './describe.ts';
import { pageOf } from './page.ts';
import { searchSecrets } from './search.ts';
import type { Secret } from './state.ts';

/** Lists the newest secrets first, unless told otherwise. */
export const ListSecrets = operation<ListSecretsRequest, ListSecretsResponse>({
  accepts: ['IncludePlannedDeletion', 'MaxResults', 'NextToken', 'Filters', 'SortOrder', 'SortBy'],
  resource: () => '*',
  run: (input, context) => {
    const { Filters, IncludePlannedDeletion, SortBy = 'created-date', SortOrder = 'desc' } = input;
    const descending = SortOrder === 'desc';
    const sorted = searchSecrets(context, Filters, { plannedDeletion: IncludePlannedDeletion })
      .map((secret) => ({ at: `${sortKeys[SortBy](secret)} ${secret.name}`, secret }))
      .sort((one, other) => (one.at < other.at === descending ? 1 : -1));
    const { items, nextToken } = pageOf(sorted, {
      limit: input.MaxResults ?? pageLimit,
      token: input.NextToken,
      descending,
    });
    return {
      SecretList: items.map(({ secret }) => entryOf(secret)),
      ...(nextToken ? { NextToken: nextToken } : undefined),
    };
  },
});

const pageLimit = 100;

/** Times have as many digits as each other, so that they sort as text. */
const sortKeys: Record<NonNullable<ListSecretsRequest['SortBy']>, (secret: Secret) => string> = {
  'created-date': ({ createdMs }) => digits(createdMs),
  'last-accessed-date': ({ accessedMs }) => digits(accessedMs ?? 0),
  'last-changed-date': ({ changedMs }) => digits(changedMs),
  name: ({ name }) => name,
};

const digits = (timeMs: number) => String(timeMs).padStart(15, '0');

function entryOf(secret: Secret): SecretListEntry {
  const stages = versionsToStages(secret);
  return { ...describe(secret), ...(stages ? { SecretVersionsToStages: stages } : undefined) };
}
