import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { readContent } from './content.ts';
import { readMembers, readObject } from './get.ts';
import { objectRecord } from './recording.ts';

type Body = GetObjectOutput['Body'];

/** Reads an object or a range of its bytes, as a stream. */
export const GetObject = operation<GetObjectRequest, GetObjectOutput>({
  accepts: readMembers,
  ...objectAccess,
  anonymous: true,
  event: 'Data',
  record: objectRecord<GetObjectRequest, GetObjectOutput>({
    transfer: (_input, { ContentLength, ContentRange }) => ({
      objectSize: Number(ContentRange?.split('/')[1] ?? ContentLength),
      bytesTransferredIn: 0,
      bytesTransferredOut: ContentLength,
    }),
  }),
  run: (input, context) => {
    const { object, range, output } = readObject(input, context);
    return { ...output, Body: readContent(object.content, context, range) as unknown as Body };
  },
});
