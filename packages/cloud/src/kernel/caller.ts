import type { Identity } from './identities.ts';

/** Who makes a call, and from where. */
export interface Caller {
  readonly identity: Identity;
  readonly accessKeyId?: string;
  /** An address, or the name of the service that calls on somebody's behalf. */
  readonly sourceIpAddress: string;
  readonly userAgent: string;
  /** `Host` as the client sent it. */
  readonly host?: string;
  /** The signature came in the query of a presigned URL. */
  readonly presigned?: true;
  /** Whether the client has closed its connection, so that no answer can reach it any more. */
  readonly hasLeft?: () => boolean;
  /** The service through which the principal calls (`userIdentity.invokedBy`). */
  readonly invokedBy?: string;
  /** Condition keys of this call alone (`aws:sourcearn` of a calling service, …), lower case. */
  readonly conditionKeys?: Readonly<Record<string, string>>;
  /** CloudTrail does not record the call: a service delivering what it was asked to deliver. */
  readonly unrecorded?: true;
  /** No policy is asked either: the inner working of AWS, for example a filter's metric. */
  readonly unchecked?: true;
}

/**
 * A service that acts for itself, for example CloudWatch publishing to a topic. Resource policies
 * see its name as `Principal.Service`, and `aws:SourceArn`, `aws:SourceAccount`.
 */
export function serviceCaller(
  service: string,
  source: { arn?: string; accountId: string },
): Caller {
  const conditionKeys: Record<string, string> = {
    'aws:sourceaccount': source.accountId,
    'aws:sourceowner': source.accountId,
  };
  if (source.arn) conditionKeys['aws:sourcearn'] = source.arn;
  return {
    identity: {
      principal: { kind: 'service', service },
      userIdentity: { type: 'AWSService', invokedBy: service },
      conditionKeys: {},
    },
    sourceIpAddress: service,
    userAgent: service,
    conditionKeys,
    unrecorded: true,
  };
}

/** A service at its own housekeeping, where AWS asks no policy and writes no record. */
export function housekeeper(service: string, accountId: string): Caller {
  return { ...serviceCaller(service, { accountId }), unchecked: true };
}

/** A service that uses a role it was given; see `Identities.serviceSession`. */
export function roleCaller(identity: Identity, service: string): Caller {
  return {
    identity,
    sourceIpAddress: service,
    userAgent: service,
    invokedBy: service,
  };
}

/** Somebody without credentials: the visitor of a link, the reader of a public bucket. */
export function anonymousCaller(from: { sourceIpAddress: string; userAgent: string }): Caller {
  return {
    identity: {
      principal: { kind: 'anonymous' },
      userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      conditionKeys: {},
    },
    ...from,
  };
}
