import { gzipSync } from 'node:zlib';
import { type FilterPattern, LogEventView } from '@tocsin/engine/filter';
import { serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { groupArn, invalidParameter } from './onLogGroup.ts';
import { readPattern } from './patterns.ts';
import { eventId } from './position.ts';
import {
  type LogGroup,
  type LogStream,
  type SubscriptionFilter,
  subscriptionFilters,
} from './state.ts';

interface TakenEvent {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Hands events that were just taken to the functions of the group's subscription filters.
 * @param firstSeq where the first of them lies; the others follow it
 */
export function tellSubscribers(
  group: LogGroup,
  stream: LogStream,
  events: readonly TakenEvent[],
  firstSeq: number,
  context: Context,
) {
  for (const filter of context.table(subscriptionFilters).find('group', String(group.id))) {
    const pattern = patternOf(filter);
    const logEvents = events.flatMap(({ timestamp, message }, index) => {
      if (!pattern.match(new LogEventView(message))) return [];
      const id = eventId({ timeMs: timestamp, seq: firstSeq + index });
      return [{ id, timestamp, message }];
    });
    if (logEvents.length === 0) continue;
    const data = {
      messageType: 'DATA_MESSAGE',
      owner: context.accountId,
      logGroup: group.name,
      logStream: stream.name,
      subscriptionFilters: [filter.name],
      logEvents,
    };
    hand(data, group, filter.destinationArn, context);
  }
}

/** Throws InvalidParameterException where the function may not be called, or is not there. */
export function tryFunction(group: LogGroup, destinationArn: string, context: Context) {
  try {
    invoke({ InvocationType: 'DryRun' }, group, destinationArn, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    );
  }
}

/** What the function's policy does not let in any more is lost, as on AWS. */
function hand(data: object, group: LogGroup, destinationArn: string, context: Context) {
  const zipped = gzipSync(JSON.stringify(data)).toString('base64');
  const Payload = Buffer.from(JSON.stringify({ awslogs: { data: zipped } }));
  try {
    invoke({ InvocationType: 'Event', Payload }, group, destinationArn, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function invoke(input: object, group: LogGroup, FunctionName: string, context: Context) {
  const { accountId } = context;
  const arn = `${groupArn(group.name, context)}:*`;
  const caller = serviceCaller('logs.amazonaws.com', { arn, accountId });
  context.call('lambda', 'Invoke', { ...input, FunctionName }, { caller });
}

function patternOf(filter: SubscriptionFilter): FilterPattern {
  const known = patterns.get(filter);
  if (known) return known;
  const pattern = readPattern(filter.pattern, '');
  patterns.set(filter, pattern);
  return pattern;
}

const patterns = new WeakMap<SubscriptionFilter, FilterPattern>();
