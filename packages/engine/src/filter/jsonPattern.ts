import { type Cursor, fail, lookingAt, skipSpace, take, takeMatch } from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import { takeComparison } from './operand.ts';
import { takeJsonSelector } from './selector.ts';
import type { JsonExpression } from './syntax.ts';

/** Reads `{ … }`. `&&` binds more strongly than `||`; parentheses are kept as they stand. */
export function parseJsonPattern(cursor: Cursor): JsonExpression {
  if (!cursor.text.endsWith('}')) {
    const reason = "If a filter pattern starts with '{' it must end with '}'";
    throw new FilterPatternError(reason, cursor.text.length, reason);
  }
  take(cursor, '{');
  const expression = takeAny(cursor);
  if (!take(cursor, '}') || cursor.position < cursor.text.length) {
    failAfterCondition(cursor);
  }
  return expression;
}

function takeAny(cursor: Cursor): JsonExpression {
  return takeChain(cursor, 'or', '||', takeAll);
}

function takeAll(cursor: Cursor): JsonExpression {
  return takeChain(cursor, 'and', '&&', takeOne);
}

function takeChain(
  cursor: Cursor,
  kind: 'and' | 'or',
  token: string,
  takeOperand: (cursor: Cursor) => JsonExpression,
): JsonExpression {
  const operands = [takeOperand(cursor)];
  while (take(cursor, token)) {
    operands.push(takeOperand(cursor));
  }
  return operands.length === 1 ? operands[0]! : { kind, operands };
}

function takeOne(cursor: Cursor): JsonExpression {
  skipSpace(cursor);
  let expression: JsonExpression;
  if (take(cursor, '(')) {
    expression = takeAny(cursor);
    if (!take(cursor, ')')) {
      failAfterCondition(cursor);
    }
  } else {
    expression = takeCondition(cursor);
  }
  skipSpace(cursor);
  return expression;
}

function takeCondition(cursor: Cursor): JsonExpression {
  const selector = takeJsonSelector(cursor);
  skipSpace(cursor);
  const comparison = takeComparison(cursor);
  if (comparison !== undefined) {
    return { kind: 'compare', selector, ...comparison };
  }
  if (takeMatch(cursor, /NOT\s+EXISTS\b/y) !== '') {
    return { kind: 'absent', selector };
  }
  const is = takeMatch(cursor, /IS\s+(?:NULL|TRUE|FALSE)\b/y);
  if (is !== '') {
    const value = is.endsWith('NULL') ? null : is.endsWith('TRUE');
    return { kind: 'is', selector, value };
  }
  return fail(
    cursor,
    'Expected =, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS after the selector',
  );
}

function failAfterCondition(cursor: Cursor): never {
  if (lookingAt(cursor, ')') || lookingAt(cursor, '}')) {
    fail(cursor, 'The parentheses do not pair');
  }
  fail(cursor, 'Expected &&, || or the end; a value with spaces or signs needs quotes');
}
