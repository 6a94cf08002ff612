import type { Context, Parts, ServiceEvent } from '../kernel/context.ts';
import { writeRecord } from './record.ts';

/** Adds what a service did by itself to the journal, in the service's own name. */
export function recordServiceEvent(
  event: ServiceEvent,
  { ids, journal }: Pick<Parts, 'ids' | 'journal'>,
  { accountId, region, nowMs: timeMs }: Context,
) {
  const { eventSource, eventName, additionalEventData } = event;
  const category = 'Management';
  const record = writeRecord({
    caller: {
      identity: { userIdentity: { accountId, invokedBy: eventSource } },
      sourceIpAddress: eventSource,
      userAgent: eventSource,
    },
    timeMs,
    eventSource,
    eventName,
    region,
    accountId,
    eventId: ids.uuid(),
    readOnly: false,
    category,
    eventType: 'AwsServiceEvent',
    requestParameters: null,
    responseElements: null,
    additionalEventData,
  });
  journal.append({ timeMs, accountId, region, category, record });
}
