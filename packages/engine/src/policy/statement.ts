import { resourceTest } from './arn.ts';
import { type ConditionTest, compileCondition } from './condition.ts';
import type { StatementDocument } from './document.ts';
import { GRANT, type Grant, notPrincipalTest, principalTest } from './principal.ts';
import { parseTemplate, type TextTest } from './template.ts';
import type { Context, Policy, Principal } from './types.ts';
import { parseWildcards, wildcardTest } from './wildcard.ts';

/** A request as the statements see it. */
export interface Inquiry {
  /** In lower case: action names know no case. */
  readonly action: string;
  readonly resource: string;
  readonly principal: Principal;
  readonly context: Context;
  readonly hasBoundary: boolean;
}

export interface Statement {
  readonly id: string | undefined;
  readonly allows: boolean;
  /** The services it can speak of, in lower case; undefined for all. */
  readonly services: ReadonlySet<string> | undefined;
  /** How directly it speaks to the caller of this request; `GRANT.none` where it does not apply. */
  readonly applies: (inquiry: Inquiry) => Grant;
}

type Test = (inquiry: Inquiry) => boolean;

/** Compiles a checked statement. @throws PolicyError where a condition's value is not readable. */
export function compileStatement(
  document: StatementDocument,
  version: Policy['version'],
): Statement {
  const variables = version === '2012-10-17';
  const action = actionTest(document);
  const resource = compileResources(document, variables);
  const speaksTo = compilePrincipals(document);
  const conditions = document.conditions.map((line) => compileCondition(line, variables));
  return {
    id: document.sid || undefined,
    allows: document.effect === 'Allow',
    services: servicesOf(document.actions),
    applies: (inquiry) => {
      if (!action(inquiry.action) || !resource(inquiry)) return GRANT.none;
      const grant = speaksTo(inquiry);
      if (grant === GRANT.none || conditions.length === 0) return grant;
      return allHold(conditions, inquiry.context) ? grant : GRANT.none;
    },
  };
}

function allHold(conditions: readonly ConditionTest[], context: Context): boolean {
  for (const holds of conditions) if (!holds(context)) return false;
  return true;
}

/**
 * Plain names are looked up in a set, so that a long list costs no more than a short one.
 * Variables do not reach into Action.
 */
function actionTest({ actions, notActions }: StatementDocument): (action: string) => boolean {
  const patterns = (actions ?? notActions!).map((action) => action.toLowerCase());
  const names = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)));
  const tests = patterns
    .filter((pattern) => !names.has(pattern))
    .map((pattern) => (pattern === '*:*' ? '*' : pattern))
    .map((pattern) => wildcardTest(parseWildcards(pattern)));
  const matches = (action: string): boolean => {
    if (names.has(action)) return true;
    for (const test of tests) if (test(action)) return true;
    return false;
  };
  return actions ? matches : (action) => !matches(action);
}

function compileResources(document: StatementDocument, variables: boolean): Test {
  const { resources, notResources } = document;
  const patterns = resources ?? notResources;
  // A trust policy has no Resource: it speaks of the role that it belongs to.
  if (patterns === undefined || (resources && patterns.includes('*'))) return () => true;
  const options = { wildcards: true, variables };
  const tests = patterns.map((pattern) => resourceTest(parseTemplate(pattern, options)));
  return resources ? anyOf(tests) : negate(anyOf(tests));
}

function anyOf(tests: readonly TextTest[]): Test {
  return ({ resource, context }) => {
    for (const test of tests) if (test(resource, context)) return true;
    return false;
  };
}

function negate(test: Test): Test {
  return (inquiry) => !test(inquiry);
}

/** Policies of an identity have no Principal: they speak to whom they are attached. */
function compilePrincipals(document: StatementDocument): (inquiry: Inquiry) => Grant {
  const { principals, notPrincipals } = document;
  if (principals) {
    const test = principalTest(principals);
    return ({ principal }) => test(principal);
  }
  if (notPrincipals) {
    const test = notPrincipalTest(notPrincipals);
    return ({ principal, hasBoundary }) => test(principal, hasBoundary);
  }
  return () => GRANT.direct;
}

function servicesOf(actions: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (actions === undefined || actions.includes('*') || actions.includes('*:*')) return undefined;
  return new Set(actions.map((action) => action.slice(0, action.indexOf(':')).toLowerCase()));
}
