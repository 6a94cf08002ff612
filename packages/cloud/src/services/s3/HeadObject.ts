import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { readMembers, readObject } from './get.ts';
import { objectRecord } from './recording.ts';

/** Says of an object what GetObject would, without its bytes. */
export const HeadObject = operation<HeadObjectRequest, HeadObjectOutput>({
  accepts: readMembers,
  action: 's3:GetObject',
  ...objectAccess,
  anonymous: true,
  event: 'Data',
  record: objectRecord(),
  run: (input, context) => readObject(input, context).output,
});
