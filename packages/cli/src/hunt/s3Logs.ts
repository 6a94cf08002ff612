import type { LogPlace } from '@tocsin/detect';
import type { Environment } from '../command.ts';
import { Failure, UsageError } from '../command.ts';
import { connection, inShort } from '../incident/account.ts';

/** The objects below `s3://bucket/prefix`, of AWS or the box, as the environment says. */
export async function s3Logs(url: string, environment: Environment): Promise<LogPlace> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(url) ?? [];
  if (bucket === undefined) throw new UsageError(`'${url}' is not s3://BUCKET/PREFIX.`);
  const { S3 } = await import('@aws-sdk/client-s3');
  const { options, answers } = await connection({ port: undefined, data: undefined }, environment);
  const s3 = new S3({
    ...options,
    followRegionRedirects: true,
    // A box has no names for its buckets.
    forcePathStyle: answers !== 'AWS',
  });
  return {
    async *list() {
      let token: string | undefined;
      do {
        const page = await s3
          .listObjectsV2({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })
          .catch((error: unknown) => {
            throw new Failure(`${url} cannot be listed at ${answers}: ${inShort(error)}`);
          });
        for (const { Key, Size = 0, ETag = '' } of page.Contents ?? []) {
          if (Key !== undefined) yield { name: Key, sizeBytes: Size, stamp: ETag };
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    async *open(name) {
      const { Body } = await s3.getObject({ Bucket: bucket, Key: name }).catch((error: unknown) => {
        throw new Error(`cannot be read: ${inShort(error)}`);
      });
      yield* Body as unknown as AsyncIterable<Uint8Array>;
    },
  };
}
