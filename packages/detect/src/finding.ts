import type { Level } from '@tocsin/engine/sigma';
import type { TrailRecord } from './extension.ts';
import type { Detection } from './ruleFile.ts';

/** What a detection found: who did what, from where, when, and the record that proves it. */
export interface Finding {
  /** The name of the detection. */
  readonly detection: string;
  readonly id: string | undefined;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  /** The time of the record that made it ring, ISO 8601. */
  readonly time: string;
  readonly principal: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly awsRegion: string;
  readonly accountId: string;
  readonly eventID: string;
  /** Of a correlation: what it counted, for which group, over which records. */
  readonly correlation?: CorrelationFacts;
  /** The evidence: the record as CloudTrail wrote it. */
  readonly record: TrailRecord;
}

export interface CorrelationFacts {
  readonly count: number;
  /** Field or alias → value. */
  readonly group: Readonly<Record<string, string>>;
  /** The eventIDs of the records in the window, the newest last; of many, the newest alone. */
  readonly eventIDs: readonly string[];
}

export function findingOf(
  { name, sigma }: Detection,
  record: TrailRecord,
  correlation?: CorrelationFacts,
): Finding {
  const identity = mapAt(record, 'userIdentity');
  const errorCode = textAt(record, 'errorCode');
  return {
    detection: name,
    id: sigma.id,
    title: sigma.title,
    level: sigma.level ?? 'medium',
    tags: sigma.tags,
    time: textAt(record, 'eventTime'),
    principal: principalOf(identity),
    sourceIPAddress: textAt(record, 'sourceIPAddress'),
    userAgent: textAt(record, 'userAgent'),
    eventSource: textAt(record, 'eventSource'),
    eventName: textAt(record, 'eventName'),
    ...(errorCode === '' ? {} : { errorCode }),
    awsRegion: textAt(record, 'awsRegion'),
    accountId: textAt(record, 'recipientAccountId') || textAt(identity, 'accountId'),
    eventID: textAt(record, 'eventID'),
    ...(correlation === undefined ? {} : { correlation }),
    record,
  };
}

/** A failed sign-in has no ARN, a service nothing but its name. */
function principalOf(identity: TrailRecord): string {
  const names = ['arn', 'userName', 'invokedBy', 'principalId', 'type'];
  return names.map((name) => textAt(identity, name)).find((text) => text !== '') ?? '';
}

/** The time of a record in milliseconds since the epoch, undefined where it tells none. */
export function timeOf(record: TrailRecord): number | undefined {
  const timeMs = Date.parse(textAt(record, 'eventTime'));
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function textAt(map: TrailRecord, name: string): string {
  const value = map[name];
  return typeof value === 'string' ? value : '';
}

function mapAt(map: TrailRecord, name: string): TrailRecord {
  const value = map[name];
  return typeof value === 'object' && value !== null ? (value as TrailRecord) : {};
}
