import type {
  DescribeTrailsResponse,
  EventSelector,
  GetEventSelectorsResponse,
  GetTrailStatusResponse,
} from '@aws-sdk/client-cloudtrail';
import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import type { JournalEntry } from '../../kernel/journal.ts';

/** What a trail that is logging selects. */
export interface LoggingTrail {
  readonly includesGlobalServices: boolean;
  readonly selectors: readonly EventSelector[];
}

/**
 * The trails that log in this Region now. CloudTrail sends to EventBridge only what a logging trail
 * selects (user guide, "Events from AWS services through CloudTrail").
 */
export function loggingTrails(context: Context): LoggingTrail[] {
  const caller = housekeeper('events.amazonaws.com', context.accountId);
  const ask = <Output extends object>(operation: string, input: object) =>
    context.call<Output>('cloudtrail', operation, input, { caller });
  const { trailList = [] } = ask<DescribeTrailsResponse>('DescribeTrails', {});
  const logging = trailList.filter(
    ({ TrailARN }) => ask<GetTrailStatusResponse>('GetTrailStatus', { Name: TrailARN }).IsLogging,
  );
  return logging.map(({ TrailARN, IncludeGlobalServiceEvents }) => {
    const { EventSelectors } = ask<GetEventSelectorsResponse>('GetEventSelectors', {
      TrailName: TrailARN,
    });
    return {
      includesGlobalServices: IncludeGlobalServiceEvents ?? false,
      selectors: EventSelectors ?? [],
    };
  });
}

/** Whether one of the trails takes the record. */
export function isSelected(trails: readonly LoggingTrail[], entry: JournalEntry): boolean {
  if (entry.category === 'Management') {
    // The usual trail takes every management event, so the usual record need not be parsed.
    if (trails.some(takesAllManagement)) return true;
    if (!trails.some(({ selectors }) => selectors.some((one) => one.IncludeManagementEvents))) {
      return false;
    }
  } else if (!trails.some(({ selectors }) => selectors.some((one) => one.DataResources?.length))) {
    return false;
  }
  const facts = JSON.parse(entry.record) as RecordFacts;
  return trails.some(
    ({ includesGlobalServices, selectors }) =>
      (includesGlobalServices || !globalEventSources.has(facts.eventSource)) &&
      selectors.some((selector) => takes(selector, entry, facts)),
  );
}

interface RecordFacts {
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly resources?: readonly {
    readonly type?: string;
    readonly ARN?: string;
    readonly ARNPrefix?: string;
  }[];
}

function takesAllManagement({ includesGlobalServices, selectors }: LoggingTrail): boolean {
  return (
    includesGlobalServices &&
    selectors.some(
      ({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources = [] }) =>
        IncludeManagementEvents &&
        ReadWriteType === 'All' &&
        ExcludeManagementEventSources.length === 0,
    )
  );
}

function takes(selector: EventSelector, { category }: JournalEntry, facts: RecordFacts): boolean {
  const { ReadWriteType, ExcludeManagementEventSources = [], DataResources = [] } = selector;
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== facts.readOnly) return false;
  if (category === 'Management') {
    const isExcluded = ExcludeManagementEventSources.includes(facts.eventSource);
    return selector.IncludeManagementEvents === true && !isExcluded;
  }
  return DataResources.some(({ Type, Values = [] }) =>
    facts.resources?.some(
      ({ type, ARN, ARNPrefix }) =>
        type === Type && Values.some((value) => (ARN ?? ARNPrefix)?.startsWith(value)),
    ),
  );
}

/** The services without Regions whose events IncludeGlobalServiceEvents is about. */
const globalEventSources: ReadonlySet<string> = new Set([
  'iam.amazonaws.com',
  'cloudfront.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'signin.amazonaws.com',
]);
