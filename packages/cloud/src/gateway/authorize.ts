import {
  type AuthorizationRequest,
  type ContextValue,
  type Decision,
  authorize as decide,
  denialMessage,
  type Policy,
  parsePolicy,
} from '@tocsin/engine/policy';
import type { Caller } from '../kernel/caller.ts';
import type { Context, Parts } from '../kernel/context.ts';
import { AwsError } from '../kernel/error.ts';
import type { Identity } from '../kernel/identities.ts';
import type { Operation, PassedRole } from '../kernel/operation.ts';
import type { LoadedOperation, LoadedService } from './registry.ts';

export interface Denial {
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
}

/** Decides one action on one resource; undefined means that it is allowed. */
export function authorize(
  parts: Parts,
  operation: Pick<Operation, 'conditionKeys' | 'resourcePolicy'>,
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

/** The actions that a call needs. */
export function actionsOf(
  service: LoadedService,
  loaded: LoadedOperation,
  input: object,
  context: Context,
): readonly string[] {
  const { action } = loaded.operation;
  const named = typeof action === 'function' ? action(input, context) : action;
  if (named === undefined || named === null) return [`${service.spec.name}:${loaded.name}`];
  return typeof named === 'string' ? [named] : named;
}

/** Whether the caller may hand a role to a service (`iam:PassRole`). */
export function authorizePassing(
  parts: Parts,
  { roleArn, service }: PassedRole,
  context: Context,
): Denial | undefined {
  const conditionKeys = () => ({ 'iam:passedtoservice': service });
  const call = { action: 'iam:PassRole', resource: roleArn, input: {}, context };
  return authorize(parts, { conditionKeys }, call);
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

/** JSON services say AccessDeniedException with 400, REST's with 403; older ones AccessDenied. */
function deniedCode({ spec, model }: LoadedService): { code: string; statusCode: number } {
  if (spec.name === 'sns') return { code: 'AuthorizationError', statusCode: 403 };
  if (model.protocol.startsWith('awsJson') && !model.queryCompatible) {
    return { code: 'AccessDeniedException', statusCode: 400 };
  }
  if (model.protocol === 'restJson') return { code: 'AccessDeniedException', statusCode: 403 };
  return { code: 'AccessDenied', statusCode: 403 };
}

/**
 * The keys that AWS puts into every request; asked for only when a policy names one. Those that
 * follow from the principal (`aws:PrincipalArn`, `aws:userid`, …) the engine knows itself.
 */
function globalKey(key: string, context: Context, resource: string): ContextValue | undefined {
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
      return String(isForwarded(caller));
    case 'aws:calledvia':
      return isForwarded(caller) ? [caller.invokedBy!] : undefined;
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
      return isForwarded(caller) ? caller.invokedBy : undefined;
    case 'aws:multifactorauthage':
      return mfaAgeSeconds(caller.identity, context.nowMs);
    case 'aws:principalorgid':
      return isOfAccount(caller) ? context.identities.organization?.id : undefined;
    case 'aws:principalorgpaths':
      return isOfAccount(caller) ? orgPaths(context) : undefined;
    case 'aws:resourceorgid':
      return resource === '*' ? undefined : context.identities.organization?.id;
    case 'aws:resourceaccount':
      return resource === '*' ? undefined : context.accountId;
    default:
      return undefined;
  }
}

function calledByService({ identity, invokedBy }: Caller): boolean {
  return identity.principal.kind === 'service' || invokedBy !== undefined;
}

/** A service that makes a call with the caller's own credentials, not with a role it was given. */
function isForwarded({ identity, invokedBy }: Caller): boolean {
  return invokedBy !== undefined && identity.userIdentity.accessKeyId !== '';
}

function mfaAgeSeconds({ conditionKeys }: Identity, nowMs: number): string | undefined {
  const since = conditionKeys['aws:tokenissuetime'];
  if (since === undefined || conditionKeys['aws:multifactorauthpresent'] !== 'true') return;
  return String(Math.floor((nowMs - Date.parse(since)) / 1000));
}

function isOfAccount({ identity }: Caller): boolean {
  return 'accountId' in identity.principal;
}

function orgPaths({ identities: { organization } }: Context): readonly string[] | undefined {
  return organization && [`${organization.id}/${organization.rootId}/`];
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
