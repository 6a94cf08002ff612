import type { ListDocumentsRequest, ListDocumentsResult } from '@aws-sdk/client-ssm';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { identify } from './document/describe.ts';
import { type Document, documents, versionOf } from './document/state.ts';
import { pageOf } from './page.ts';

/** Lists the account's own documents; AWS's are not here. */
export const ListDocuments = operation<ListDocumentsRequest, ListDocumentsResult>({
  accepts: ['Filters', 'MaxResults', 'NextToken'],
  resource: () => '*',
  run: ({ Filters = [], MaxResults = 50, NextToken }, context) => {
    const tests = Filters.map(({ Key = '', Values = [] }) => testOf(Key, Values));
    const found = [...context.table(documents).values()]
      .filter((document) => tests.every((test) => test(document)))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, nextToken } = pageOf(found, { limit: MaxResults, token: NextToken });
    return {
      DocumentIdentifiers: items.map((document) =>
        identify(document, versionOf(document), context.accountId),
      ),
      ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
    };
  },
});

function testOf(key: string, values: readonly string[]): (document: Document) => boolean {
  if (key.startsWith('tag:')) {
    const name = key.slice('tag:'.length);
    return ({ tags }) => tags.some(({ Key, Value }) => Key === name && values.includes(Value));
  }
  switch (key) {
    case 'Name':
      return ({ name }) => values.some((value) => name.startsWith(value));
    case 'Owner':
      return () => values.some((value) => ['self', 'private', 'all'].includes(value.toLowerCase()));
    case 'DocumentType':
      return () => values.includes('Automation');
    case 'SearchKeyword':
      return ({ name }) => values.every((value) => name.includes(value));
    case 'PlatformTypes':
    case 'TargetType':
      throw notImplemented(`ListDocuments: the filter ${key}`);
    default:
      throw new AwsError('InvalidFilterKey', `Filter key ${key} is not valid.`);
  }
}
