import type {
  Bucket as BucketOutput,
  ListBucketsOutput,
  ListBucketsRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { continuationToken, keyAfter, readContinuationToken } from './listing.ts';
import { ownerOf } from './owner.ts';
import { invalidArgument } from './problems.ts';
import { record } from './recording.ts';
import { type Bucket, bucketArn, bucketsTable } from './state.ts';

/** Lists the buckets of the account in all Regions, by name. */
export const ListBuckets = operation<ListBucketsRequest, ListBucketsOutput>({
  accepts: ['BucketRegion', 'ContinuationToken', 'MaxBuckets', 'Prefix'],
  action: 's3:ListAllMyBuckets',
  resource: () => bucketArn('*'),
  record: record({}, () => []),
  run: (input, context) => {
    const { BucketRegion, ContinuationToken, MaxBuckets = pageMax, Prefix } = input;
    if (MaxBuckets < 1 || MaxBuckets > pageMax) {
      const message = `Argument max-buckets must be an integer between 1 and ${pageMax}`;
      throw invalidArgument(message, 'max-buckets', MaxBuckets);
    }
    const start = ContinuationToken === undefined ? '' : readContinuationToken(ContinuationToken);
    const found = [...context.globalTable(bucketsTable).values()]
      .filter(
        ({ name, region }) =>
          name >= start && name.startsWith(Prefix ?? '') && (BucketRegion ?? region) === region,
      )
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const page = found.slice(0, MaxBuckets);
    const isPaged = Object.keys(input).length > 0;
    return {
      Buckets: page.map((bucket) => bucketOutput(bucket, isPaged)),
      Owner: ownerOf(context),
      Prefix,
      ContinuationToken:
        found.length > page.length ? continuationToken(keyAfter(page.at(-1)!.name)) : undefined,
    };
  },
});

/** The Region is told to those who ask with any parameter of the newer, paged form. */
function bucketOutput({ name, region, createMs }: Bucket, isPaged: boolean): BucketOutput {
  return {
    Name: name,
    CreationDate: new Date(createMs),
    ...(isPaged ? { BucketRegion: region, BucketArn: bucketArn(name) } : undefined),
  };
}

const pageMax = 10_000;
