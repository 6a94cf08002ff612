import type {
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream as Description,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import type { SqlRow } from '../../kernel/sql.ts';
import { eventsSql } from './events.ts';
import { groupOf, invalidParameter, onLogGroup, streamArn } from './onLogGroup.ts';
import { pageOf } from './paging.ts';
import { eventId } from './position.ts';
import { type LogGroup, type LogStream, logStreams } from './state.ts';

export const DescribeLogStreams = operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse>({
  accepts: [
    'logGroupName',
    'logGroupIdentifier',
    'logStreamNamePrefix',
    'orderBy',
    'descending',
    'nextToken',
    'limit',
  ],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const { logStreamNamePrefix: prefix = '', orderBy = 'LogStreamName' } = input;
    if (prefix !== '' && orderBy === 'LastEventTime') {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const { totals } = context.sql(eventsSql);
    const streams = context
      .table(logStreams)
      .find('group', String(group.id))
      .filter(({ name }) => name.startsWith(prefix))
      .map((stream) => ({ stream, total: totals.get(stream.id) }));
    const { page, nextToken } = pageOf(streams, sortKeys[orderBy], input);
    return {
      logStreams: page.map(({ stream, total }) => describe(group, stream, total, context)),
      ...(nextToken ? { nextToken } : undefined),
    };
  },
});

interface Counted {
  readonly stream: LogStream;
  readonly total: SqlRow | undefined;
}

const sortKeys = {
  LogStreamName: ({ stream }: Counted) => stream.name,
  LastEventTime: ({ stream, total }: Counted) =>
    `${String(total?.last_ms ?? 0).padStart(15, '0')} ${stream.name}`,
};

/** AWS tells a stream's size no more: it is 0. */
function describe(
  group: LogGroup,
  { id, name, createdMs }: LogStream,
  total: SqlRow | undefined,
  context: Context,
): Description {
  const ingestedMs = total === undefined ? undefined : Number(total.ingested_ms);
  return {
    logStreamName: name,
    creationTime: createdMs,
    ...(typeof total?.first_ms === 'number'
      ? { firstEventTimestamp: total.first_ms, lastEventTimestamp: Number(total.last_ms) }
      : undefined),
    ...(ingestedMs === undefined ? undefined : { lastIngestionTime: ingestedMs }),
    uploadSequenceToken: eventId({ timeMs: ingestedMs ?? createdMs, seq: id }),
    arn: streamArn(group.name, name, context),
    storedBytes: 0,
  };
}
