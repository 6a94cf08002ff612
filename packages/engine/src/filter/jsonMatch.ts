import type { LogEventView } from './LogEventView.ts';
import { type LiteralNeed, literalNeedOf } from './literalNeed.ts';
import { compileNumber, compileText, operandNumber } from './operand.ts';
import { compileSelector, selectOne } from './selector.ts';
import type { Comparison, JsonExpression, JsonSelector } from './syntax.ts';

export type EventTest = (event: LogEventView) => boolean;

/**
 * Compiles the conditions of a JSON pattern. A message that is no JSON object or array never
 * matches.
 *
 * Most log events match no filter, and reading JSON is the expensive part. So before the first
 * reading of a message it is searched for the literals without which the pattern cannot match.
 */
export function compileJson(expression: JsonExpression): EventTest {
  const test = compileExpression(expression);
  const need = literalNeedOf(expression);
  return (event) =>
    (event.valueIsRead || mayMatch(need, event)) && event.value !== undefined && test(event);
}

/** Compiles without the search for literals; the two have to agree on every message. */
export function compileJsonPlainly(expression: JsonExpression): EventTest {
  const test = compileExpression(expression);
  return (event) => event.value !== undefined && test(event);
}

function mayMatch(need: LiteralNeed | undefined, event: LogEventView): boolean {
  if (need === undefined) {
    return true;
  }
  const { message } = event;
  return need.some((literal) => message.includes(literal)) || event.hasUnicodeEscape;
}

function compileExpression(expression: JsonExpression): EventTest {
  switch (expression.kind) {
    case 'and': {
      const tests = expression.operands.map((operand) => compileExpression(operand));
      return (event) => tests.every((test) => test(event));
    }
    case 'or': {
      const tests = expression.operands.map((operand) => compileExpression(operand));
      return (event) => tests.some((test) => test(event));
    }
    case 'is': {
      const selectSome = compileSelector(expression.selector);
      return (event) => selectSome(event.value, (value) => value === expression.value);
    }
    case 'absent': {
      const selectSome = compileSelector(expression.selector);
      return (event) => !selectSome(event.value, () => true);
    }
    case 'compare':
      return compileComparison(expression.selector, expression);
  }
}

/**
 * Comparisons see text and numbers only: an object, an array, true, false, null and a field that
 * is not there make `!=` as false as `=`. With a wildcard in the selector one value is enough.
 *
 * A number is compared by value with an unquoted number, and otherwise as the text it has in the
 * message. Text is compared as text, also with an unquoted number, and is never less or greater.
 */
function compileComparison(selector: JsonSelector, { operator, operand }: Comparison): EventTest {
  const selectSome = compileSelector(selector);
  const bound = operandNumber(operand);
  if (bound !== undefined) {
    const isNumber = compileNumber(operator, bound);
    const isText = operator === '=' || operator === '!=' ? compileText(operand) : undefined;
    const wanted = operator === '=';
    const test = (value: unknown): boolean =>
      typeof value === 'number'
        ? isNumber(value)
        : typeof value === 'string' && isText !== undefined && isText(value) === wanted;
    return (event) => selectSome(event.value, test);
  }
  const isText = compileText(operand);
  const wanted = operator === '=';
  const test = (value: unknown) => typeof value === 'string' && isText(value) === wanted;
  const { parts, wildcards } = selector;
  if (wildcards > 0) {
    return (event) =>
      selectSome(event.value, test) ||
      (selectSome(event.value, isAnyNumber) && selectSome(event.exactValue, test));
  }
  return (event) => {
    const value = selectOne(parts, event.value);
    return typeof value === 'number' ? test(selectOne(parts, event.exactValue)) : test(value);
  };
}

function isAnyNumber(value: unknown): boolean {
  return typeof value === 'number';
}
