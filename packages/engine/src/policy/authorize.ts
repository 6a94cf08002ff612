import { GRANT, type Grant } from './principal.ts';
import { withPrincipalKeys } from './principalKeys.ts';
import type { Inquiry, Statement } from './statement.ts';
import type {
  AuthorizationRequest,
  Decision,
  Policy,
  PolicySet,
  PolicyType,
  Principal,
} from './types.ts';

/** What the policies of one type say: a deny, or the most direct grant. */
interface Finding {
  readonly denies: boolean;
  readonly grant: Grant;
  readonly id: string | undefined;
}

interface Findings {
  readonly scps: readonly Finding[];
  readonly resource: Finding;
  readonly identity: Finding;
  /** Undefined where the caller has none, which limits nothing. */
  readonly boundary: Finding | undefined;
  readonly session: Finding | undefined;
}

const SILENT: Finding = { denies: false, grant: GRANT.none, id: undefined };
/** The root user is allowed everything in its account without any policy saying so. */
const ROOT: Finding = { denies: false, grant: GRANT.direct, id: undefined };

/**
 * Decides a request as IAM does.
 *
 * 1. An explicit deny in any policy wins.
 * 2. Every level of service control policies must allow.
 * 3. In the resource's own account, the resource's policy or an identity policy must allow. The
 *    trust policy of a role must always speak for the caller: an identity policy alone assumes no
 *    role. Across accounts both must allow.
 * 4. Boundary and session policy must allow as well – unless the resource's policy, in its own
 *    account, names the very user or session or everyone. A grant to the role does not go that far.
 *
 * Services, web identities and anonymous callers have no account: the resource's policy decides.
 * Source: "Policy evaluation logic" in the IAM User Guide.
 */
export function authorize(request: AuthorizationRequest, policies: PolicySet): Decision {
  const found = examineAll(request, policies);
  const resourceType = resourceTypeOf(policies);
  const denied = explicitDeny(found, resourceType);
  if (denied) return denied;
  const missing = missingAllow(request.principal, policies, found);
  if (missing) return { allowed: false, reason: 'implicit-deny', by: missing };
  const byResource = found.resource.grant > GRANT.account || found.identity.grant === GRANT.none;
  return {
    allowed: true,
    reason: 'allowed',
    by: byResource ? resourceType : 'identity-based policy',
    statementId: byResource ? found.resource.id : found.identity.id,
  };
}

function resourceTypeOf({ resource }: PolicySet): PolicyType {
  return resource?.kind === 'trust' ? 'role trust policy' : 'resource-based policy';
}

function explicitDeny(found: Findings, resourceType: PolicyType): Decision | undefined {
  const scp = found.scps.find(({ denies }) => denies);
  if (scp) return denial(scp, 'service control policy');
  if (found.resource.denies) return denial(found.resource, resourceType);
  if (found.identity.denies) return denial(found.identity, 'identity-based policy');
  if (found.boundary?.denies) return denial(found.boundary, 'permissions boundary');
  if (found.session?.denies) return denial(found.session, 'session policy');
  return undefined;
}

function denial({ id }: Finding, by: PolicyType): Decision {
  return { allowed: false, reason: 'explicit-deny', by, statementId: id };
}

/** The first policy type that ought to allow and does not; undefined where the request passes. */
function missingAllow(
  principal: Principal,
  policies: PolicySet,
  { scps, resource, identity, boundary, session }: Findings,
): PolicyType | undefined {
  const resourceType = resourceTypeOf(policies);
  if (!('accountId' in principal)) {
    return resource.grant === GRANT.none ? resourceType : undefined;
  }
  if (scps.some(isSilent)) return 'service control policy';
  const owner = policies.resourceAccountId ?? principal.accountId;
  if (owner === principal.accountId) {
    if (resource.grant === GRANT.direct) return undefined;
    if (policies.resource?.kind === 'trust' && isSilent(resource)) return resourceType;
    if (resource.grant !== GRANT.role && isSilent(identity)) return 'identity-based policy';
  } else {
    if (isSilent(resource)) return resourceType;
    if (isSilent(identity)) return 'identity-based policy';
  }
  if (boundary && isSilent(boundary)) return 'permissions boundary';
  if (session && isSilent(session)) return 'session policy';
  return undefined;
}

function isSilent({ grant }: Finding): boolean {
  return grant === GRANT.none;
}

function examineAll(request: AuthorizationRequest, policies: PolicySet): Findings {
  const { principal } = request;
  const hasAccount = 'accountId' in principal;
  const isRoot = principal.kind === 'root';
  const inquiry = inquiryOf(request, hasAccount && policies.boundary !== undefined);
  const service = inquiry.action.slice(0, inquiry.action.indexOf(':'));
  const limits = hasAccount && !isRoot;
  const { boundary, session, resource, scps } = policies;
  return {
    scps: hasAccount && scps ? scps.map((level) => examine(level, service, inquiry)) : [],
    resource: resource ? examineOne(resource, service, inquiry, SILENT) : SILENT,
    identity: isRoot ? ROOT : limits ? examine(policies.identity, service, inquiry) : SILENT,
    boundary: limits && boundary ? examineOne(boundary, service, inquiry, SILENT) : undefined,
    session: limits && session?.length ? examine(session, service, inquiry) : undefined,
  };
}

export function inquiryOf(request: AuthorizationRequest, hasBoundary: boolean): Inquiry {
  const { action, resource, principal, context } = request;
  return {
    action: action.toLowerCase(),
    resource,
    principal,
    context: withPrincipalKeys(principal, context),
    hasBoundary,
  };
}

function examine(policies: readonly Policy[], service: string, inquiry: Inquiry): Finding {
  let best = SILENT;
  for (const policy of policies) {
    best = examineOne(policy, service, inquiry, best);
    if (best.denies) return best;
  }
  return best;
}

/** Adds one policy's word to what is found so far; a deny ends the search. */
function examineOne(policy: Policy, service: string, inquiry: Inquiry, soFar: Finding): Finding {
  const statements = policy.byService.get(service) ?? policy.anyService;
  let best = soFar;
  for (const statement of statements) {
    // Once a direct grant is found, only a deny can still change the outcome.
    if (statement.allows && best.grant === GRANT.direct) continue;
    const grant = statement.applies(inquiry);
    if (grant === GRANT.none) continue;
    if (!statement.allows) return finding(statement, GRANT.none);
    if (grant > best.grant) best = finding(statement, grant);
  }
  return best;
}

function finding({ allows, id }: Statement, grant: Grant): Finding {
  return { denies: !allows, grant, id };
}
