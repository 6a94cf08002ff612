import type { Event, LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { everyEvent, findEvents, indexJournal, type LookupQuery } from './lookupIndex.ts';
import { accessKeyIdOf, type ManagementRecord, resourcesOf, userNameOf } from './recordFacts.ts';
import { historyMs } from './retention.ts';

/** Management events of this Region in the last 90 days, newest first. */
export const LookupEvents = operation<LookupEventsRequest, LookupEventsResponse>({
  accepts: ['LookupAttributes', 'StartTime', 'EndTime', 'MaxResults', 'NextToken'],
  resource: () => '*',
  prepare: (_input, context) => indexJournal(context),
  run: (input, context) => {
    const query = queryOf(input, context);
    const { MaxResults = pageMax } = input;
    const found = findEvents(query, MaxResults + 1, context);
    const page = found.slice(0, MaxResults);
    return {
      Events: page.map(({ record }) => eventOf(record)),
      NextToken:
        found.length > MaxResults ? tokenOf({ ...query, beforeSeq: page.at(-1)!.seq }) : undefined,
    };
  },
});

const pageMax = 50;

function queryOf(input: LookupEventsRequest, context: Context): LookupQuery {
  const { StartTime, EndTime, LookupAttributes = [], NextToken } = input;
  if (LookupAttributes.length > 1) {
    const message = 'You can specify only one lookup attribute.';
    throw new AwsError('InvalidLookupAttributesException', message);
  }
  if (StartTime && EndTime && StartTime > EndTime) {
    const message = 'The start time must not be later than the end time.';
    throw new AwsError('InvalidTimeRangeException', message);
  }
  const [attribute] = LookupAttributes;
  const earliestMs = context.nowMs - historyMs;
  const query: LookupQuery = {
    region: context.region,
    ...(attribute
      ? { attribute: attribute.AttributeKey!, value: attribute.AttributeValue! }
      : everyEvent),
    fromMs: Math.max(StartTime?.getTime() ?? 0, earliestMs),
    toMs: EndTime?.getTime() ?? context.nowMs,
    beforeSeq: Number.MAX_SAFE_INTEGER,
  };
  if (NextToken === undefined) return query;
  const at = readToken(NextToken);
  const { region, attribute: key, value } = query;
  if (at?.region !== region || at.attribute !== key || at.value !== value) throw invalidToken();
  if (StartTime && at.fromMs !== query.fromMs && StartTime.getTime() > earliestMs) {
    throw invalidToken();
  }
  if (EndTime && at.toMs !== query.toMs) throw invalidToken();
  return { ...at, fromMs: Math.max(at.fromMs, earliestMs) };
}

/** A token is the query that goes on, so that later calls cannot move it. */
function tokenOf(query: LookupQuery): string {
  return Buffer.from(JSON.stringify(query)).toString('base64');
}

function readToken(token: string): LookupQuery | undefined {
  try {
    const at: LookupQuery = JSON.parse(Buffer.from(token, 'base64').toString());
    return [at.fromMs, at.toMs, at.beforeSeq].every(Number.isFinite) ? at : undefined;
  } catch {
    return undefined;
  }
}

function invalidToken(): AwsError {
  return new AwsError(
    'InvalidNextTokenException',
    'Invalid token: it is not valid, or was used in a request with different parameters.',
  );
}

function eventOf(text: string): Event {
  const record = JSON.parse(text) as ManagementRecord;
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: accessKeyIdOf(record),
    EventTime: new Date(record.eventTime),
    EventSource: record.eventSource,
    Username: userNameOf(record),
    Resources: resourcesOf(record).map(({ type, name }) => ({
      ResourceType: type,
      ResourceName: name,
    })),
    CloudTrailEvent: text,
  };
}
