import type * as Iam from '@aws-sdk/client-iam';
import {
  type AuthorizationRequest,
  applyingStatements,
  authorize,
  type Decision,
  type Policy,
  type Position,
  type Principal,
  statementSpans,
} from '@tocsin/engine/policy';

/** A policy that takes part in a simulation, and what the answer calls it. */
export interface Source {
  readonly id: string;
  readonly type: 'IAM Policy' | 'Resource Policy';
  readonly text: string;
  readonly policy: Policy;
}

/** What is simulated: who asks, and all policies that would speak about it. */
export interface Simulation {
  readonly principal: Principal;
  readonly context: AuthorizationRequest['context'];
  readonly identity: readonly Source[];
  readonly boundary: Source | undefined;
  readonly resource: Source | undefined;
  readonly resourceAccountId: string | undefined;
  readonly scps: readonly (readonly Policy[])[] | undefined;
  /** Condition keys that the policies ask for and nobody gave. */
  readonly missing: readonly string[];
}

/**
 * One action on each of the resources, as IAM's simulator answers it. Where there is more than one
 * resource the whole is denied if one is, explicitly before implicitly. AWS then names the form
 * that the action's resources have; here it is `*`.
 */
export function evaluate(
  action: string,
  resources: readonly string[],
  simulation: Simulation,
): Iam.EvaluationResult {
  const each = resources.map((resource) => evaluateOne(action, resource, simulation));
  const worst = severity.find((word) => each.some(({ decision }) => decision === word))!;
  const onAll = resources.length === 1 && resources[0] === '*';
  const { boundary, scps } = simulation;
  return {
    EvalActionName: action,
    EvalResourceName: resources.length === 1 ? resources[0]! : '*',
    EvalDecision: worst,
    MatchedStatements: distinct(each.flatMap(({ matched }) => matched)),
    MissingContextValues: onAll ? [...simulation.missing] : [],
    ...(scps
      ? { OrganizationsDecisionDetail: { AllowedByOrganizations: each.every(byScps) } }
      : {}),
    ...(boundary
      ? {
          PermissionsBoundaryDecisionDetail: {
            AllowedByPermissionsBoundary: each.every(byBoundary),
          },
        }
      : {}),
    ...(onAll
      ? {}
      : {
          EvalDecisionDetails: {},
          ResourceSpecificResults: each.map((one) => resourceResult(one, simulation)),
        }),
  };
}

interface Evaluation {
  readonly resource: string;
  readonly decision: Iam.PolicyEvaluationDecisionType;
  readonly matched: readonly Iam.Statement[];
  readonly byBoundary: boolean;
  readonly byScps: boolean;
}

const severity = ['explicitDeny', 'implicitDeny', 'allowed'] as const;
const words = {
  allowed: 'allowed',
  'implicit-deny': 'implicitDeny',
  'explicit-deny': 'explicitDeny',
} as const satisfies Record<Decision['reason'], string>;

const byBoundary = (one: Evaluation) => one.byBoundary;
const byScps = (one: Evaluation) => one.byScps;

function evaluateOne(action: string, resource: string, simulation: Simulation): Evaluation {
  const { principal, context, identity, boundary, resource: own, scps } = simulation;
  const request: AuthorizationRequest = { action, resource, principal, context };
  const { reason } = authorize(request, {
    identity: identity.map(({ policy }) => policy),
    resource: own?.policy,
    resourceAccountId: simulation.resourceAccountId,
    boundary: boundary?.policy,
    scps,
  });
  const alone = (policies: readonly Policy[]) => authorize(request, { identity: policies }).allowed;
  return {
    resource,
    decision: words[reason],
    matched: matchedStatements(request, simulation, reason),
    byBoundary: !boundary || alone([boundary.policy]),
    byScps: !scps || scps.every(alone),
  };
}

/** The statements that decided: the denying ones alone, or else all that allow. */
function matchedStatements(
  request: AuthorizationRequest,
  { identity, boundary, resource }: Simulation,
  reason: Decision['reason'],
): readonly Iam.Statement[] {
  if (reason === 'implicit-deny') return [];
  const allowed = reason === 'allowed';
  const deciding = [...identity, ...(resource ? [resource] : [])];
  return (allowed || !boundary ? deciding : [...deciding, boundary]).flatMap((source) => {
    const spans = statementSpans(source.text);
    return applyingStatements(request, source.policy)
      .filter(({ allows }) => allows === allowed)
      .map(({ index }) => ({
        SourcePolicyId: source.id,
        // On the wire the type is `IAM Policy`, although the API model lists other words.
        SourcePolicyType: source.type as Iam.PolicySourceType,
        StartPosition: placeOf(spans[index]!.start),
        EndPosition: placeOf(spans[index]!.end),
      }));
  });
}

function resourceResult(one: Evaluation, { boundary }: Simulation): Iam.ResourceSpecificResult {
  return {
    EvalResourceName: one.resource,
    EvalResourceDecision: one.decision,
    ...(one.matched.length > 0 ? { MatchedStatements: [...one.matched] } : {}),
    ...(boundary
      ? { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: one.byBoundary } }
      : {}),
  };
}

function placeOf({ line, column }: Position): Iam.Position {
  return { Line: line, Column: column };
}

function distinct(statements: readonly Iam.Statement[]): Iam.Statement[] {
  return [...new Map(statements.map((one) => [JSON.stringify(one), one])).values()];
}
