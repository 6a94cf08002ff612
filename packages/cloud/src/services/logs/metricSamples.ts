import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { LogEventView, numberOf } from '@tocsin/engine/filter';
import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { type LogGroup, type MetricFilter, metricFilters } from './state.ts';
import { type CompiledFilter, compileFilter, dimensionText } from './transformation.ts';

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Runs events that were just taken over the metric filters of their group, and gives CloudWatch
 * what they are worth, at the events' own time. At pace `aws` that takes a minute.
 */
export function publishSamples(group: LogGroup, events: readonly LogEvent[], context: Context) {
  const filters = context.table(metricFilters).find('group', String(group.id));
  if (filters.length === 0) return;
  const series = new Map<string, Series>();
  for (const { timestamp, message } of events) {
    // One view for all filters, so that a message is parsed once.
    const view = new LogEventView(message);
    for (const filter of filters) addSample(series, filter, view, timestamp);
  }
  for (const publication of publicationsOf(series.values())) {
    if (context.settings.pace === 'instant') publish(publication, context);
    else {
      const dueMs = context.nowMs + publicationDelayMs;
      context.schedule(publishLater, publication, { dueMs });
    }
  }
}

/** Samples of one metric with one set of dimensions, of one second. */
interface Series {
  readonly filter: MetricFilter;
  readonly dimensions: readonly Dimension[];
  readonly timeMs: number;
  /** Value → how often. */
  readonly counts: Map<number, number>;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

function addSample(
  all: Map<string, Series>,
  filter: MetricFilter,
  view: LogEventView,
  timestamp: number,
) {
  const sample = sampleOf(filter, compileFilter(filter), view);
  if (!sample) return;
  const { value, dimensions } = sample;
  const timeMs = Math.floor(timestamp / 1_000) * 1_000;
  // Two filters may well write to one metric; then CloudWatch adds up.
  const key = `${filter.name}\n${timeMs}\n${JSON.stringify(dimensions)}`;
  const series = all.get(key);
  if (series) series.counts.set(value, (series.counts.get(value) ?? 0) + 1);
  else all.set(key, { filter, dimensions, timeMs, counts: new Map([[value, 1]]) });
}

/**
 * What one event is worth to one filter. An event that does not match is worth the default value,
 * each such event; one that matches and has no number or not all dimensions is worth nothing.
 */
function sampleOf(
  { transformation: { defaultValue } }: MetricFilter,
  { pattern, value, dimensions }: CompiledFilter,
  view: LogEventView,
): { value: number; dimensions: readonly Dimension[] } | undefined {
  const match = pattern.match(view);
  if (!match) {
    return defaultValue === undefined ? undefined : { value: defaultValue, dimensions: [] };
  }
  const number = typeof value === 'number' ? value : numberOf(match.select(value));
  if (number === undefined || Math.abs(number) > magnitudeMax) return undefined;
  const selected: Dimension[] = [];
  for (const [Name, selector] of dimensions) {
    const found = match.select(selector);
    const Value = typeof found === 'object' || found === undefined ? '' : String(found);
    if (!dimensionText.test(Value)) return undefined;
    selected.push({ Name, Value });
  }
  return { value: number, dimensions: selected };
}

/** One call of PutMetricData; plain JSON, as it may have to wait. */
interface Publication {
  readonly namespace: string;
  readonly data: (Omit<MetricDatum, 'Timestamp'> & { readonly timeMs: number })[];
}

/** Limits of PutMetricData (its API reference). */
const datumsMax = 1_000;
const valuesMax = 150;
const magnitudeMax = 2 ** 360;
const oldestMs = 14 * 86_400_000;

function* publicationsOf(all: Iterable<Series>): Generator<Publication> {
  const open = new Map<string, Publication>();
  for (const series of all) {
    const namespace = series.filter.transformation.metricNamespace;
    for (const datum of dataOf(series)) {
      let publication = open.get(namespace);
      if (!publication) {
        publication = { namespace, data: [] };
        open.set(namespace, publication);
      }
      publication.data.push(datum);
      if (publication.data.length < datumsMax) continue;
      open.delete(namespace);
      yield publication;
    }
  }
  yield* open.values();
}

function* dataOf({
  filter,
  dimensions,
  timeMs,
  counts,
}: Series): Generator<Publication['data'][0]> {
  const { metricName, unit } = filter.transformation;
  const datum = {
    MetricName: metricName,
    timeMs,
    ...(unit === undefined ? undefined : { Unit: unit }),
    ...(dimensions.length === 0 ? undefined : { Dimensions: [...dimensions] }),
  };
  const entries = [...counts];
  if (entries.length === 1 && entries[0]![1] === 1) {
    yield { ...datum, Value: entries[0]![0] };
    return;
  }
  for (let start = 0; start < entries.length; start += valuesMax) {
    const part = entries.slice(start, start + valuesMax);
    yield {
      ...datum,
      Values: part.map(([value]) => value),
      Counts: part.map(([, count]) => count),
    };
  }
}

function publish({ namespace, data }: Publication, context: Context) {
  const MetricData = data
    .filter(({ timeMs }) => timeMs >= context.nowMs - oldestMs)
    .map(({ timeMs, ...datum }) => ({ ...datum, Timestamp: new Date(timeMs) }));
  if (MetricData.length === 0) return;
  const caller = housekeeper('logs.amazonaws.com', context.accountId);
  context.call('cloudwatch', 'PutMetricData', { Namespace: namespace, MetricData }, { caller });
}

export const publishLater = jobKind<Publication>({
  name: 'logs.publishSamples',
  settle: ({ payload }, context) => publish(payload, context),
});

/** About as long as it takes on AWS until a filter's metric can be seen. */
const publicationDelayMs = 60_000;
