import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { eventsAfter, eventsBefore, type Position } from './events.ts';
import { groupOf, onLogGroup, streamOf } from './onLogGroup.ts';
import { eventsToken, readEventsToken } from './position.ts';
import { keptFromMs } from './retention.ts';
import type { LogGroup, LogStream } from './state.ts';

/**
 * Reads a stream page by page, newest page first unless asked to start from the head. The tokens
 * always go on: at either end the page is empty and the token is the one that was given.
 */
export const GetLogEvents = operation<GetLogEventsRequest, GetLogEventsResponse>({
  accepts: [
    'logGroupName',
    'logGroupIdentifier',
    'logStreamName',
    'startTime',
    'endTime',
    'nextToken',
    'limit',
    'startFromHead',
    'unmask',
  ],
  ...onLogGroup,
  run(input, context) {
    if (input.unmask) throw notImplemented('GetLogEvents: unmask');
    const group = groupOf(input, context);
    const stream = streamOf(group, input.logStreamName!, context);
    const { events, first, last } = readPage(group, stream, input, context);
    return {
      events: events.map(({ timeMs, ingestedMs, message }) => ({
        timestamp: timeMs,
        message,
        ingestionTime: ingestedMs,
      })),
      nextForwardToken: eventsToken('f', last),
      nextBackwardToken: eventsToken('b', first),
    };
  },
});

function readPage(
  group: LogGroup,
  stream: LogStream,
  input: GetLogEventsRequest,
  context: Context,
) {
  const token = input.nextToken === undefined ? undefined : readEventsToken(input.nextToken);
  const isForward = token ? token.direction === 'f' : input.startFromHead === true;
  const span = {
    fromMs: Math.max(input.startTime ?? 0, keptFromMs(group, context.nowMs)),
    toMs: input.endTime ?? endOfTimeMs,
  };
  const start = { timeMs: span.fromMs, seq: 0 };
  const position = token ?? (isForward ? start : { timeMs: span.toMs, seq: 0 });
  const limit = input.limit ?? eventsMax;
  const read = isForward ? eventsAfter : eventsBefore;
  const events = read(stream, position, span, limit, context);
  return { events, ...edges(events, token ?? start, isForward) };
}

/** The events between which the page lies; for an empty page, the place where it would be. */
function edges(events: readonly Position[], at: Position, isForward: boolean) {
  const [head] = events;
  if (head) return { first: head, last: events.at(-1)! };
  const { timeMs, seq } = at;
  return isForward
    ? { first: { timeMs, seq: seq + 1 }, last: at }
    : { first: at, last: { timeMs, seq: Math.max(seq - 1, 0) } };
}

/** AWS's limit on one answer, and its default. */
const eventsMax = 10_000;
/** Later than any event, and 15 digits long at most. */
const endOfTimeMs = 1e14;
