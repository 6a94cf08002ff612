import { operandNumber } from './operand.ts';
import type { Comparison, JsonExpression, JsonSelector } from './syntax.ts';

/** Literals of which at least one stands in every message that matches. */
export type LiteralNeed = readonly string[];

/** More alternatives than this cost more to search for than they save. */
const ALTERNATIVES_MAX = 8;

/**
 * The literals without one of which no message can match; undefined if there is no such set.
 *
 * The invariant: in JSON without `\u`, a character other than `"`, `\`, `/` and the control
 * characters can only be written as itself. So where the value that a condition asks for contains
 * a run of such characters, the message contains the same run, and where it asks for a key, the
 * key. Conditions that hold for a missing field ask for nothing.
 */
export function literalNeedOf(expression: JsonExpression): LiteralNeed | undefined {
  switch (expression.kind) {
    case 'and': {
      const needs = expression.operands.map((operand) => literalNeedOf(operand));
      return needs.reduce((best, need) => (weight(need) > weight(best) ? need : best), undefined);
    }
    case 'or': {
      const needs = expression.operands.map((operand) => literalNeedOf(operand));
      const all = needs.flatMap((need) => need ?? []);
      const isWhole = needs.every((need) => need !== undefined);
      return isWhole && all.length <= ALTERNATIVES_MAX ? [...new Set(all)] : undefined;
    }
    case 'absent':
      return undefined;
    case 'is':
      return keyNeed(expression.selector);
    case 'compare':
      return valueNeed(expression) ?? keyNeed(expression.selector);
  }
}

function valueNeed({ operator, operand }: Comparison): LiteralNeed | undefined {
  // A number can be written in many ways, so only what is compared as text has a literal.
  const isText = operand.kind !== 'regex' && operandNumber(operand) === undefined;
  return operator === '=' && isText ? longestRun(operand.text.split('*')) : undefined;
}

function keyNeed(selector: JsonSelector): LiteralNeed | undefined {
  return longestRun(selector.parts.flatMap((part) => (part.kind === 'key' ? [part.key] : [])));
}

function longestRun(texts: readonly string[]): LiteralNeed | undefined {
  const runs = texts.flatMap((text) => text.split(/["\\/\u0000-\u001f]/));
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest === '' ? undefined : [longest];
}

/** The rarer a set of literals is likely to be in messages, the heavier: longer, and fewer. */
function weight(need: LiteralNeed | undefined): number {
  return need === undefined ? 0 : Math.min(...need.map((literal) => literal.length)) / need.length;
}
