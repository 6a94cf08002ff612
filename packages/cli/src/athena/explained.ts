import { Failure } from '../command.ts';
import type { AthenaPlace } from './huntOnAthena.ts';

/** What Athena said, and what to do next. */
export function explained(error: unknown, { table, database, workgroup }: AthenaPlace): Error {
  if (error instanceof Failure || !(error instanceof Error)) return error as Error;
  const { name, message } = error;
  const said = message || name;
  const hint = hints.find(({ when }) => when.test(`${name}: ${said}`));
  const next = hint?.next
    .replace('TABLE', `${database}.${table}`)
    .replace('DATABASE', database)
    .replace('WORKGROUP', workgroup ?? 'primary');
  return new Failure(`Athena: ${said}${next === undefined ? '' : `\n${next}`}`);
}

const createTable =
  'The table TABLE is made from the bucket of a trail:\n' +
  '  tocsin hunt s3://BUCKET/AWSLogs --engine athena --create-table --account ID --region REGION';

const hints: readonly { readonly when: RegExp; readonly next: string }[] = [
  {
    when: /database.{1,200}(?:not found|does not exist)|SCHEMA_NOT_FOUND/is,
    next: 'The database is made with the statement: CREATE DATABASE DATABASE',
  },
  {
    when: /TABLE_NOT_FOUND|table.{1,200}(?:not found|does not exist)|EntityNotFound/is,
    next: createTable,
  },
  {
    when: /COLUMN_NOT_FOUND|cannot be resolved/i,
    next: `The table TABLE has other columns than this needs. ${createTable}`,
  },
  {
    when: /no output location|output location/i,
    next: 'Say where results go: --results s3://BUCKET/PREFIX/',
  },
  { when: /WorkGroup.{1,100}not found/is, next: 'There is no workgroup WORKGROUP here.' },
  { when: /region is missing/i, next: "Say AWS_REGION, the Region of the trail's bucket." },
  {
    when: /AccessDenied|not authorized|Insufficient permissions|Access Denied/i,
    next:
      'This needs athena:StartQueryExecution, GetQueryExecution, GetQueryResults, ' +
      'StopQueryExecution and GetTableMetadata, glue:GetDatabase, GetTable and GetPartitions, ' +
      "s3:GetObject and ListBucket on the trail's bucket, and s3:PutObject, GetObject and " +
      'GetBucketLocation on that of the results.',
  },
  {
    when: /TooManyRequests|Throttl|Rate exceeded|EXCEEDED_QUEUE/i,
    next: 'Others use Athena here as well, or its quota is small. Try again in a while.',
  },
  {
    when: /bytes.scanned|cutoff|BYTES_SCANNED/i,
    next: 'The workgroup WORKGROUP limits what a query may read: take a shorter time.',
  },
  {
    when: /EXCEEDED_TIME_LIMIT|timeout|exhausted resources/i,
    next: 'Take a shorter time with --since and --until, or fewer rules with --pack.',
  },
];
