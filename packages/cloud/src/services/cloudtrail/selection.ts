import type { JournalEntry } from '../../kernel/journal.ts';
import type { EventSelector, Selection } from './state.ts';

/** Whether a trail with this selection takes the record. */
export function selects(selection: Selection, entry: JournalEntry): boolean {
  const { region, includesGlobalServices, eventSelectors } = selection;
  if (region !== undefined && entry.region !== region) return false;
  if (entry.category === 'Management') {
    // The usual trail takes every management event, so the usual record need not be parsed.
    if (includesGlobalServices && eventSelectors.some(takesAllManagement)) return true;
    if (!eventSelectors.some(({ IncludeManagementEvents }) => IncludeManagementEvents))
      return false;
  } else if (!eventSelectors.some(({ DataResources }) => DataResources.length > 0)) return false;
  const facts = factsOf(entry);
  if (!includesGlobalServices && globalEventSources.has(facts.eventSource)) return false;
  return eventSelectors.some((selector) => takes(selector, entry, facts));
}

function takesAllManagement(selector: EventSelector): boolean {
  const { ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources } = selector;
  return (
    IncludeManagementEvents && ReadWriteType === 'All' && ExcludeManagementEventSources.length === 0
  );
}

function takes(selector: EventSelector, { category }: JournalEntry, facts: Facts): boolean {
  const { ReadWriteType } = selector;
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== facts.readOnly) return false;
  if (category === 'Management') {
    const { IncludeManagementEvents, ExcludeManagementEventSources } = selector;
    return IncludeManagementEvents && !ExcludeManagementEventSources.includes(facts.eventSource);
  }
  return selector.DataResources.some(({ Type, Values }) =>
    facts.resources.some(
      ({ type, ARN, ARNPrefix }) =>
        type === Type && Values.some((value) => (ARN ?? ARNPrefix)?.startsWith(value)),
    ),
  );
}

/** What of a record decides; parsed once for all the trails that look at it. */
interface Facts {
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly resources: readonly FactResource[];
}

interface FactResource {
  readonly type?: string;
  readonly ARN?: string;
  /** Instead of an ARN, where a call looks at any of a bucket's objects. */
  readonly ARNPrefix?: string;
}

const known = new WeakMap<JournalEntry, Facts>();

function factsOf(entry: JournalEntry): Facts {
  let facts = known.get(entry);
  if (!facts) {
    const { eventSource, readOnly, resources = [] } = JSON.parse(entry.record);
    facts = { eventSource, readOnly, resources };
    known.set(entry, facts);
  }
  return facts;
}

/** The services without Regions whose events IncludeGlobalServiceEvents is about. */
const globalEventSources: ReadonlySet<string> = new Set([
  'iam.amazonaws.com',
  'cloudfront.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'signin.amazonaws.com',
]);
