import { type Principal, principalOf, type UserIdentity } from './principal.ts';

/**
 * What set the kill-switch off: a read that CloudTrail tells of, a person, or a contained principal
 * that made another.
 */
export interface Trigger {
  readonly by: 'read' | 'person' | 'making';
  /** ISO 8601. */
  readonly at: string;
  /** Secrets that were touched, as the caller named them. */
  readonly secrets: readonly string[];
  readonly eventName?: string | undefined;
  readonly eventId?: string | undefined;
  /** One call has one, also where CloudTrail writes several records of it. */
  readonly requestId: string;
  readonly sourceIp?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly region?: string | undefined;
  /** The person's ARN and words. */
  readonly person?: string | undefined;
  readonly reason?: string | undefined;
}

/** An event of EventBridge with a CloudTrail record in it. */
export interface CloudTrailEvent {
  readonly account: string;
  readonly region: string;
  readonly detail: TrailRecord;
}

export interface TrailRecord {
  readonly userIdentity?: UserIdentity;
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly eventID?: string;
  readonly requestID?: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
}

export type Touch =
  | { readonly principal: Principal; readonly trigger: Trigger }
  | { readonly ignored: string };

/** Reads what an event tells: who touched which secrets, or why it is none of our business. */
export function touchOf(event: CloudTrailEvent): Touch {
  const { detail } = event;
  if (detail.errorCode !== undefined) return { ignored: 'The read was refused already.' };
  const secrets = secretsOf(detail);
  if (secrets === undefined) return { ignored: `${detail.eventName} reads no secret.` };
  if (secrets.length === 0) return { ignored: 'The record names no secret; others will.' };
  return {
    principal: principalOf(detail.userIdentity ?? {}, event.account),
    trigger: { ...triggerOf(event), by: 'read', secrets: secrets.slice(0, secretsMax) },
  };
}

/** What every event tells. */
export function triggerOf({ detail, region }: CloudTrailEvent): Omit<Trigger, 'by' | 'secrets'> {
  return {
    at: detail.eventTime ?? '',
    eventName: detail.eventName,
    eventId: detail.eventID,
    // The records per secret of a batch have the batch's id, a colon, and the secret's name.
    requestId: (detail.requestID ?? detail.eventID ?? '').split(':')[0]!,
    sourceIp: detail.sourceIPAddress,
    userAgent: detail.userAgent,
    accessKeyId: detail.userIdentity?.accessKeyId,
    region: detail.awsRegion ?? region,
  };
}

/** As many as BatchGetSecretValue takes. */
const secretsMax = 20;

function secretsOf({
  eventSource,
  eventName,
  requestParameters,
}: TrailRecord): string[] | undefined {
  if (eventSource === 'secretsmanager.amazonaws.com') {
    if (eventName === 'GetSecretValue') return texts([requestParameters?.secretId]);
    // A batch succeeds although each of its secrets was refused. Their own records tell.
    if (eventName === 'BatchGetSecretValue') return [];
  }
  if (eventSource === 'kms.amazonaws.com' && eventName === 'Decrypt') {
    const context = requestParameters?.encryptionContext as Record<string, unknown> | undefined;
    // Secrets Manager tries a key that was set; nothing is read by that.
    const isKeyCheck = context?.SecretVersionId === 'RequestToValidateKeyAccess';
    return isKeyCheck ? undefined : texts([context?.SecretARN]);
  }
  return undefined;
}

const texts = (values: unknown): string[] =>
  Array.isArray(values) ? values.filter((value) => typeof value === 'string' && value !== '') : [];
