import {
  type AuthorizationRequest,
  type Decision,
  authorize as decide,
  denialMessage,
  type Policy,
  parsePolicy,
} from '@tocsin/engine/policy';
import type { Caller } from '../kernel/caller.ts';
import type { Context, Parts } from '../kernel/context.ts';
import { AwsError } from '../kernel/error.ts';
import type { Operation } from '../kernel/operation.ts';
import type { LoadedService } from './registry.ts';

export interface Denial {
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
}

/** Decides one action on one resource; undefined means that it is allowed. */
export function authorize(
  parts: Parts,
  operation: Operation,
  call: { action: string; resource: string; input: object; context: Context },
): Denial | undefined {
  const { action, resource, input, context } = call;
  const { identity } = context.caller;
  const own = operation.conditionKeys?.(input, context);
  const request: AuthorizationRequest = {
    action,
    resource,
    principal: identity.principal,
    context: (key) => own?.[key] ?? globalKey(key, context, resource),
  };
  const policy = operation.resourcePolicy?.(input, context);
  const decision = decide(request, {
    ...parts.identities.policies(identity),
    resource: typeof policy === 'string' ? resourcePolicy(policy) : policy,
    resourceAccountId: context.accountId,
  });
  return decision.allowed ? undefined : { request, decision };
}

/** The error of a denied call, in the words and under the code of its service. */
export function accessDenied(service: LoadedService, { request, decision }: Denial): AwsError {
  const { code, statusCode } = deniedCode(service);
  const message = denialOf(service.spec.name, request, decision);
  return new AwsError(code, message, { statusCode, recordCode: 'AccessDenied' });
}

/** STS gives no reason; S3 puts the resource in quotes and tells strangers nothing. */
function denialOf(service: string, request: AuthorizationRequest, decision: Decision): string {
  if (service === 'sts') return denialMessage(request, decision, 'short');
  if (service !== 's3' || request.resource === '*') return denialMessage(request, decision);
  if (request.principal.kind === 'anonymous') return 'Access Denied';
  return denialMessage({ ...request, resource: `"${request.resource}"` }, decision);
}

/** JSON services say AccessDeniedException with 400, the older ones AccessDenied with 403. */
function deniedCode({ spec, model }: LoadedService): { code: string; statusCode: number } {
  if (spec.name === 'sns') return { code: 'AuthorizationError', statusCode: 403 };
  if (model.protocol.startsWith('awsJson') && !model.queryCompatible) {
    return { code: 'AccessDeniedException', statusCode: 400 };
  }
  return { code: 'AccessDenied', statusCode: 403 };
}

/**
 * The keys that AWS puts into every request; asked for only when a policy names one. Those that
 * follow from the principal (`aws:PrincipalArn`, `aws:userid`, …) the engine knows itself.
 */
function globalKey(key: string, context: Context, resource: string): string | undefined {
  const { caller } = context;
  const own = caller.conditionKeys?.[key] ?? caller.identity.conditionKeys[key];
  if (own !== undefined) return own;
  switch (key) {
    case 'aws:currenttime':
      return new Date(context.nowMs).toISOString();
    case 'aws:epochtime':
      return String(Math.floor(context.nowMs / 1000));
    case 'aws:sourceip':
      return calledByService(caller) ? undefined : caller.sourceIpAddress;
    case 'aws:useragent':
      return caller.userAgent;
    case 'aws:securetransport':
      return 'false';
    case 'aws:requestedregion':
      return context.region;
    case 'aws:viaawsservice':
      return String(caller.invokedBy !== undefined);
    case 'aws:resourceaccount':
      return resource === '*' ? undefined : context.accountId;
    default:
      return undefined;
  }
}

function calledByService({ identity, invokedBy }: Caller): boolean {
  return identity.principal.kind === 'service' || invokedBy !== undefined;
}

const parsed = new Map<string, Policy>();
const parsedPoliciesLimit = 1_000;

/** Resource policies were checked when they were put; each text is compiled once. */
function resourcePolicy(text: string): Policy {
  let policy = parsed.get(text);
  if (!policy) {
    if (parsed.size >= parsedPoliciesLimit) parsed.clear();
    policy = parsePolicy(text, 'resource');
    parsed.set(text, policy);
  }
  return policy;
}
