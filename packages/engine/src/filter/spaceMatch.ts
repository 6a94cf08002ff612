import { compileNumber, compileText, operandNumber, toNumber } from './operand.ts';
import type { Comparison, Field, FieldExpression } from './syntax.ts';

/** The columns by the names TestMetricFilter gives them; undefined if they do not match. */
export type Extract = (columns: readonly string[]) => Readonly<Record<string, string>> | undefined;

/**
 * Compiles a space-delimited pattern. Without `...` the event has exactly as many columns as the
 * pattern; with it, at least those that the pattern has beside. A column without a name goes by
 * its number: `$1` is the first of the event.
 */
export function compileSpace(fields: readonly Field[]): Extract {
  const ellipsis = fields.findIndex((field) => field.kind === 'ellipsis');
  const before = (ellipsis < 0 ? fields : fields.slice(0, ellipsis)).map(compileField);
  const after = (ellipsis < 0 ? [] : fields.slice(ellipsis + 1)).map(compileField);
  const known = before.length + after.length;
  return (columns) => {
    const swallowed = columns.length - known;
    if (swallowed < 0 || (ellipsis < 0 && swallowed > 0)) {
      return undefined;
    }
    const isMatch =
      before.every(({ test }, index) => test(columns[index]!)) &&
      after.every(({ test }, index) => test(columns[before.length + swallowed + index]!));
    if (!isMatch) {
      return undefined;
    }
    const values: Record<string, string> = {};
    for (const [index, column] of columns.entries()) {
      const field = before[index] ?? after[index - before.length - swallowed];
      values[`$${field?.name ?? index + 1}`] = column;
    }
    return values;
  };
}

interface CompiledField {
  readonly name: string | undefined;
  readonly test: (column: string) => boolean;
}

function compileField(field: Field): CompiledField {
  return field.kind === 'named'
    ? {
        name: field.name,
        test: field.condition === undefined ? () => true : compileCondition(field.condition),
      }
    : { name: undefined, test: () => true };
}

function compileCondition(expression: FieldExpression): (column: string) => boolean {
  if (expression.kind === 'compare') {
    return compileComparison(expression);
  }
  const tests = expression.operands.map((operand) => compileCondition(operand));
  return expression.kind === 'and'
    ? (column) => tests.every((test) => test(column))
    : (column) => tests.some((test) => test(column));
}

/** A column that reads as a number is compared by value with an unquoted number, else as text. */
function compileComparison({ operator, operand }: Comparison): (column: string) => boolean {
  const bound = operandNumber(operand);
  const wanted = operator === '=';
  if (bound === undefined) {
    const isText = compileText(operand);
    return (column) => isText(column) === wanted;
  }
  const isNumber = compileNumber(operator, bound);
  const otherwise = operator === '!=';
  return (column) => {
    const value = toNumber(column);
    return value === undefined ? otherwise : isNumber(value);
  };
}
