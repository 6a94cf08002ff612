import type {
  DataResource,
  EventSelector as SdkEventSelector,
  Tag,
} from '@aws-sdk/client-cloudtrail';
import { defineTable } from '../../kernel/table.ts';

/** CloudTrail's rows are the account's: a trail is seen from more than its home Region. */
export interface Trail {
  /** Tells a trail from a later one with the same name. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly topic?: TrailTopic;
  readonly logGroup?: TrailLogGroup;
  readonly includesGlobalServices: boolean;
  readonly isMultiRegion: boolean;
  readonly eventSelectors: readonly EventSelector[];
  readonly isLogging: boolean;
  readonly startedMs?: number;
  readonly stoppedMs?: number;
  readonly tags: readonly TrailTag[];
}

export interface TrailTopic {
  /** The name or the ARN, whichever the caller gave: answers repeat it. */
  readonly given: string;
  readonly arn: string;
}

export interface TrailLogGroup {
  /** Ends in `:*`. */
  readonly arn: string;
  readonly roleArn: string;
}

/** A basic event selector with nothing left open. */
export interface EventSelector extends Required<SdkEventSelector> {
  readonly ReadWriteType: 'All' | 'ReadOnly' | 'WriteOnly';
  readonly DataResources: Required<DataResource>[];
}

export type TrailTag = Pick<Tag, 'Key' | 'Value'>;

/** What GetTrailStatus tells of a trail's deliveries. */
export interface TrailStatus {
  readonly trailId: string;
  readonly deliveredMs?: number;
  readonly deliveryAttemptMs?: number;
  readonly deliveryError?: string;
  readonly notifiedMs?: number;
  readonly notificationAttemptMs?: number;
  readonly notificationError?: string;
  readonly logsDeliveredMs?: number;
  readonly logsError?: string;
}

/**
 * What one destination of a trail is owed: the records of a span of the journal, selected as the
 * trail was set up during that span. A change to the trail ends the span with the record of that
 * change and begins another, so a trail that is blinded still tells who blinded it.
 */
export interface Feed {
  readonly id: string;
  readonly trailId: string;
  readonly trailArn: string;
  readonly homeRegion: string;
  readonly selection: Selection;
  readonly destination: BucketDestination | LogGroupDestination;
  /** Everything up to this position of the journal is delivered. */
  readonly afterSeq: number;
  /** The last position of the span; open while the trail logs unchanged. */
  readonly lastSeq?: number;
  /** Nothing is done before: a pause after a failure, or the pace of AWS. */
  readonly notBeforeMs: number;
  readonly failures: number;
}

/** Which records a trail takes. */
export interface Selection {
  /** The one Region of a single-Region trail. */
  readonly region?: string;
  readonly includesGlobalServices: boolean;
  readonly eventSelectors: readonly EventSelector[];
}

export interface BucketDestination {
  readonly kind: 'bucket';
  readonly bucket: string;
  readonly prefix?: string;
  readonly topicArn?: string;
}

export interface LogGroupDestination extends TrailLogGroup {
  readonly kind: 'logGroup';
}

export const trailsTable = defineTable<Trail>('cloudtrail.trails', ({ arn }) => arn);
export const statusTable = defineTable<TrailStatus>('cloudtrail.status', ({ trailId }) => trailId);
export const feedsTable = defineTable<Feed>('cloudtrail.feeds', ({ id }) => id, {
  trail: ({ trailId }) => trailId,
});

/** A new trail takes every management event. */
export const defaultEventSelectors: readonly EventSelector[] = [
  {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  },
];
