import { invalidContent } from '../document/readContent.ts';
import { text, tree } from '../document/tree.ts';

/** The conditions that compare a variable. Source: the Automation action reference, aws:branch. */
const comparisons: Readonly<Record<string, (value: unknown, wanted: unknown) => boolean>> = {
  StringEquals: (value, wanted) => String(value) === String(wanted),
  EqualsIgnoreCase: (value, wanted) => lower(value) === lower(wanted),
  StartsWith: (value, wanted) => String(value).startsWith(String(wanted)),
  EndsWith: (value, wanted) => String(value).endsWith(String(wanted)),
  Contains: (value, wanted) =>
    Array.isArray(value) ? value.includes(wanted) : String(value).includes(String(wanted)),
  NumericEquals: (value, wanted) => Number(value) === Number(wanted),
  NumericGreater: (value, wanted) => Number(value) > Number(wanted),
  NumericLesser: (value, wanted) => Number(value) < Number(wanted),
  NumericGreaterOrEquals: (value, wanted) => Number(value) >= Number(wanted),
  NumericLesserOrEquals: (value, wanted) => Number(value) <= Number(wanted),
  BooleanEquals: (value, wanted) => lower(value) === lower(wanted),
};

const lower = (value: unknown) => String(value).toLowerCase();

/** The step that a branch goes to; undefined where no choice holds and there is no default. */
export function chosenStep(inputs: Readonly<Record<string, unknown>>): string | undefined {
  for (const choice of inputs.Choices as readonly Readonly<Record<string, unknown>>[]) {
    if (holds(choice)) return String(choice.NextStep);
  }
  return inputs.Default === undefined ? undefined : String(inputs.Default);
}

function holds(expression: Readonly<Record<string, unknown>>): boolean {
  if (expression.And) return parts(expression.And).every(holds);
  if (expression.Or) return parts(expression.Or).some(holds);
  if (expression.Not) return !parts(expression.Not).every(holds);
  const operator = Object.keys(expression).find((name) => name in comparisons)!;
  return comparisons[operator]!(expression.Variable, expression[operator]);
}

const parts = (value: unknown) =>
  (Array.isArray(value) ? value : [value]) as readonly Readonly<Record<string, unknown>>[];

export function choiceTargets(inputs: Readonly<Record<string, unknown>>): string[] {
  const next = parts(inputs.Choices).map(({ NextStep }) => String(NextStep));
  return inputs.Default === undefined ? next : [...next, String(inputs.Default)];
}

/** Throws InvalidDocumentContent where a branch cannot be decided. */
export function requireChoices(step: string, value: unknown) {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidContent(`Choices must be a list in step: ${step}.`);
  }
  for (const item of value) {
    const { NextStep, ...expression } = tree(item, `Choice in step: ${step}`);
    text(NextStep, `NextStep of a choice in step: ${step}`);
    requireExpression(step, expression);
  }
}

function requireExpression(step: string, expression: Readonly<Record<string, unknown>>) {
  const { Variable, ...operators } = expression;
  const [operator = '', ...more] = Object.keys(operators);
  if (more.length > 0 || (!(operator in comparisons) && !logical.has(operator))) {
    throw invalidContent(
      `Expect exactly one known operator in step: ${step}. Provided: ${Object.keys(operators)}`,
    );
  }
  if (!logical.has(operator)) {
    if (Variable === undefined) throw invalidContent(`Variable is missing in step: ${step}.`);
    return;
  }
  const inner = parts(operators[operator]);
  if (operator !== 'Not' && inner.length < 2) {
    throw invalidContent(
      `Expect at lease two expressions for operator: ${operator} in step: ${step}. Provided: ${inner.length}`,
    );
  }
  for (const part of inner) requireExpression(step, tree(part, `Expression in step: ${step}`));
}

const logical = new Set(['And', 'Or', 'Not']);
