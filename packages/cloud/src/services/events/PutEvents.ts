import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { arrive } from './arrival.ts';
import { envelope } from './envelope.ts';
import { busArn, busNameOf, findBus } from './names.ts';
import { invalid } from './problems.ts';

/**
 * Takes events for a bus. An entry that is wrong fails alone. As on AWS a bus that does not exist
 * swallows its events and nothing is said. Services of AWS may speak in their own name; so does a
 * rule that forwards to this bus. CloudTrail does not record the call.
 */
export const PutEvents = operation<PutEventsRequest, PutEventsResponse>({
  accepts: ['Entries'],
  event: 'none',
  resource: ({ Entries }, context) => [
    ...new Set((Entries ?? []).map(({ EventBusName }) => arnOf(EventBusName, context))),
  ],
  resourcePolicy: ({ Entries = [] }, context) => {
    const arns = new Set(Entries.map(({ EventBusName }) => arnOf(EventBusName, context)));
    return arns.size === 1 ? findBus(Entries[0]!.EventBusName, context)?.policy : undefined;
  },
  conditionKeys: ({ Entries = [] }) => ({
    'events:source': Entries.flatMap(({ Source }) => Source ?? []),
    'events:detail-type': Entries.flatMap(({ DetailType }) => DetailType ?? []),
  }),
  run({ Entries = [] }, context) {
    checkSize(Entries);
    const results = Entries.map((entry) => put(entry, context));
    const FailedEntryCount = results.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { FailedEntryCount, Entries: results };
  },
});

function arnOf(bus: string | undefined, context: Context): string {
  return bus?.startsWith('arn:') ? bus : busArn(busNameOf(bus), context);
}

function put(entry: PutEventsRequestEntry, context: Context): PutEventsResultEntry {
  if (entry.TraceHeader !== undefined) throw notImplemented('PutEvents: Entries.TraceHeader');
  const problem = problemOf(entry, context);
  if (problem) return problem;
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  const bus = findBus(entry.EventBusName, context);
  const id = context.ids.uuid();
  if (!bus) return { EventId: id };
  const timeMs = Time?.getTime() ?? context.nowMs;
  const facts = { id, timeMs, resources: Resources, source: Source!, detailType: DetailType! };
  const event = envelope({ ...facts, detail: Detail! }, context);
  const wasForwarded = context.caller.sourceIpAddress === 'events.amazonaws.com';
  arrive({ event, timeMs, wasForwarded }, bus.name, context);
  return { EventId: id };
}

function problemOf(
  entry: PutEventsRequestEntry,
  context: Context,
): PutEventsResultEntry | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  const { identity, sourceIpAddress } = context.caller;
  const isService =
    identity.principal.kind === 'service' || sourceIpAddress === 'events.amazonaws.com';
  if (entry.Source!.startsWith('aws.') && !isService) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  if (!isObject(entry.Detail!)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** How AWS counts: "Calculating Amazon EventBridge PutEvents event entry size", user guide. */
function checkSize(entries: readonly PutEventsRequestEntry[]) {
  let bytes = 0;
  for (const { Time, Source = '', DetailType = '', Detail = '', Resources = [] } of entries) {
    if (Time) bytes += timeBytes;
    for (const text of [Source, DetailType, Detail, ...Resources]) bytes += Buffer.byteLength(text);
  }
  if (bytes > requestBytesMax) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
}

const timeBytes = 14;
const requestBytesMax = 256 * 1024;
