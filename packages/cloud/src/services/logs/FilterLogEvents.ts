import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { answerRoom, groupEventsAfter, type Position, type StoredEvent } from './events.ts';
import { groupOf, invalidParameter, onLogGroup, streamOf } from './onLogGroup.ts';
import { readPattern } from './patterns.ts';
import { eventId, readSearchToken, searchToken } from './position.ts';
import { keptFromMs } from './retention.ts';
import { type LogGroup, logStreams } from './state.ts';

/** Searches a group, over its streams, in order of time. `interleaved` is how it always is. */
export const FilterLogEvents = operation<FilterLogEventsRequest, FilterLogEventsResponse>({
  accepts: [
    'logGroupName',
    'logGroupIdentifier',
    'logStreamNames',
    'logStreamNamePrefix',
    'startTime',
    'endTime',
    'filterPattern',
    'nextToken',
    'limit',
    'interleaved',
    'unmask',
  ],
  ...onLogGroup,
  run(input, context) {
    if (input.unmask) throw notImplemented('FilterLogEvents: unmask');
    const group = groupOf(input, context);
    const streams = streamsOf(group, input, context);
    const pattern = readPattern(input.filterPattern ?? '', 'Invalid filter pattern');
    const { startTime = 0, endTime = endOfTimeMs - 1 } = input;
    if (endTime < startTime) throw invalidParameter('End time must not be before start time.');
    const span = {
      fromMs: Math.max(startTime, keptFromMs(group, context.nowMs)),
      toMs: endTime + 1,
    };
    const after =
      input.nextToken === undefined
        ? { timeMs: span.fromMs, seq: 0 }
        : readSearchToken(input.nextToken);
    const { found, stoppedAt } = search(
      groupEventsAfter(group, after, span, context),
      ({ streamId, message }) => streams.has(streamId) && pattern.match(message) !== undefined,
      input.limit ?? eventsMax,
    );
    return {
      events: found.map((event) => present(event, streams)),
      searchedLogStreams: [],
      ...(stoppedAt ? { nextToken: searchToken(stoppedAt) } : undefined),
    };
  },
});

/** AWS's limit on one answer, and its default. */
const eventsMax = 10_000;
/** Events that one call looks at; then it answers with what it has and a token, as AWS does. */
const scannedMax = 100_000;
/** Later than any event. */
const endOfTimeMs = 1e14;

/** What fits into one answer, and the last event that was looked at if there are more. */
function search(
  events: Iterable<StoredEvent>,
  isWanted: (event: StoredEvent) => boolean,
  limit: number,
): { found: StoredEvent[]; stoppedAt?: Position } {
  const found: StoredEvent[] = [];
  const fits = answerRoom();
  let scanned = 0;
  let last: Position | undefined;
  for (const event of events) {
    if (last && (found.length >= limit || scanned >= scannedMax)) {
      return { found, stoppedAt: last };
    }
    scanned += 1;
    if (isWanted(event)) {
      const hasRoom = fits(event.message);
      if (last && !hasRoom) return { found, stoppedAt: last };
      found.push(event);
    }
    last = event;
  }
  return { found };
}

/** The names of the streams to be searched, by id. */
function streamsOf(
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix: prefix }: FilterLogEventsRequest,
  context: Context,
): ReadonlyMap<number, string> {
  if (logStreamNames && prefix !== undefined) {
    throw invalidParameter(
      'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.',
    );
  }
  const streams = logStreamNames
    ? logStreamNames.map((name) => streamOf(group, name, context))
    : context.table(logStreams).find('group', String(group.id));
  const wanted =
    prefix === undefined ? streams : streams.filter((one) => one.name.startsWith(prefix));
  return new Map(wanted.map(({ id, name }) => [id, name]));
}

function present(event: StoredEvent, streams: ReadonlyMap<number, string>): FilteredLogEvent {
  return {
    logStreamName: streams.get(event.streamId)!,
    timestamp: event.timeMs,
    message: event.message,
    ingestionTime: event.ingestedMs,
    eventId: eventId(event),
  };
}
