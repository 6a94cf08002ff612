import type { Caller } from '../kernel/caller.ts';
import type { Identity } from '../kernel/identities.ts';
import { isoSeconds } from '../kernel/isoTime.ts';
import type { RecordResource } from '../kernel/operation.ts';

/** What CloudTrail writes of one call, or of what a service did by itself. */
export interface RecordFacts {
  readonly caller: RecordedCaller;
  /** Milliseconds since the epoch; the record has whole seconds. */
  readonly timeMs: number;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly accountId: string;
  /** What a service does by itself has none. */
  readonly requestId?: string;
  readonly eventId: string;
  readonly readOnly: boolean;
  readonly category: 'Management' | 'Data';
  /** `AwsApiCall` by default. */
  readonly eventType?: 'AwsServiceEvent';
  readonly apiVersion?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string };
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly additionalEventData?: object | undefined;
  readonly resources?: readonly RecordResource[] | undefined;
}

export type RecordedCaller = Pick<Caller, 'sourceIpAddress' | 'userAgent' | 'invokedBy'> & {
  readonly identity: Pick<Identity, 'userIdentity'>;
};

/**
 * The record as compact JSON, its members in the order in which CloudTrail delivers them; those
 * that are undefined are left out. There is
 * no `tlsDetails`: it tells of TLS, which a call over loopback HTTP does not have.
 */
export function writeRecord(facts: RecordFacts): string {
  const { caller, error, category } = facts;
  return JSON.stringify({
    eventVersion,
    userIdentity: callerIdentity(caller),
    eventTime: isoSeconds(facts.timeMs),
    eventSource: facts.eventSource,
    eventName: facts.eventName,
    awsRegion: facts.region,
    sourceIPAddress: caller.sourceIpAddress,
    userAgent: caller.userAgent,
    errorCode: error?.code,
    errorMessage: error?.message,
    requestParameters: facts.requestParameters,
    responseElements: facts.responseElements,
    additionalEventData: facts.additionalEventData,
    requestID: facts.requestId,
    eventID: facts.eventId,
    readOnly: facts.readOnly,
    resources: facts.resources?.length ? resourcesOf(facts) : undefined,
    eventType: facts.eventType ?? 'AwsApiCall',
    apiVersion: facts.apiVersion,
    managementEvent: category === 'Management',
    recipientAccountId: facts.accountId,
    eventCategory: category,
  });
}

function resourcesOf({ resources, accountId: ownAccount }: RecordFacts) {
  return resources?.map(({ accountId = ownAccount, type, ARN, ARNPrefix }) =>
    ARN === undefined ? { type, ARNPrefix } : { accountId, type, ARN },
  );
}

/** The version of the record format that CloudTrail has written since September 2026. */
const eventVersion = '1.11';

function callerIdentity(caller: RecordedCaller): object {
  const { userIdentity } = caller.identity;
  if (!caller.invokedBy) return userIdentity;
  const { accessKeyId: _hidden, ...rest } = userIdentity;
  return { ...rest, invokedBy: caller.invokedBy };
}
