import type { TrailRecord } from '../extension.ts';

/** Envelopes within envelopes: an export of a log group to which a rule sends events has two. */
const depthMax = 4;

/**
 * The CloudTrail records in an object of a log: itself, or what is in its envelope.
 *
 * - files that CloudTrail delivers: `{"Records": […]}`
 * - `LookupEvents`: `{"Events": [{"CloudTrailEvent": "{…}"}]}`
 * - EventBridge: `{"detail-type": …, "detail": {…}}`
 * - CloudWatch Logs: `{"logEvents": […]}` of subscriptions, `{"events": […]}` of
 *   `FilterLogEvents` and `GetLogEvents`, each with `{"message": "{…}"}`
 */
export function* recordsIn(value: unknown, depth = 0): Generator<TrailRecord> {
  if (!isMap(value) || depth > depthMax) return;
  if (isRecord(value)) {
    yield value;
    return;
  }
  const inside = [value.detail, parsed(value.CloudTrailEvent), parsed(value.message)];
  for (const each of inside) yield* recordsIn(each, depth + 1);
  for (const name of listNames) {
    const list = value[name];
    if (!Array.isArray(list)) continue;
    for (const each of list) yield* recordsIn(each, depth + 1);
  }
}

/** Members that hold lists of records, or of envelopes. */
export const listNames = ['Records', 'Events', 'events', 'logEvents'] as const;

/** Insights have no name of an event, and records before version 1.01 said no version. */
export const isRecord = (value: unknown): boolean =>
  isMap(value) && ('eventVersion' in value || ('eventName' in value && 'eventSource' in value));

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
