import { type Cursor, fail, lookingAt, skipSpace, take, takeMatch } from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import { takeComparison } from './operand.ts';
import type { Field, FieldExpression } from './syntax.ts';

/** Reads `[a, b = x*, ..., c > 4 && c < 9]`. */
export function parseSpacePattern(cursor: Cursor): readonly Field[] {
  if (!cursor.text.endsWith(']')) {
    const reason = "If a filter pattern starts with '[' it must end with ']'";
    throw new FilterPatternError(reason, cursor.text.length, reason);
  }
  take(cursor, '[');
  const fields: Field[] = [];
  do {
    skipSpace(cursor);
    const start = cursor.position;
    const field = takeField(cursor);
    checkIsNew(field, fields, start);
    fields.push(field);
    skipSpace(cursor);
  } while (take(cursor, ','));
  if (!take(cursor, ']') || cursor.position < cursor.text.length) {
    fail(cursor, 'Expected a comma or the end of the fields');
  }
  if (fields.length === 1 && fields[0]!.kind === 'blank') {
    fail(cursor, 'A space-delimited pattern has at least one field');
  }
  return fields;
}

function takeField(cursor: Cursor): Field {
  if (take(cursor, '...')) {
    return { kind: 'ellipsis' };
  }
  if (lookingAt(cursor, ',') || lookingAt(cursor, ']')) {
    return { kind: 'blank' };
  }
  const name = takeName(cursor);
  const comparison = takeComparison(cursor);
  if (comparison === undefined) {
    return { kind: 'named', name };
  }
  const condition = takeCondition(cursor, name, { kind: 'compare', ...comparison });
  return { kind: 'named', name, condition };
}

/** Reads on after the first comparison. All are about the field that they stand in. */
function takeCondition(cursor: Cursor, name: string, first: FieldExpression): FieldExpression {
  const alternatives: FieldExpression[][] = [[first]];
  for (;;) {
    skipSpace(cursor);
    const connective = takeMatch(cursor, /&&|\|\|/y);
    if (connective === '') {
      break;
    }
    skipSpace(cursor);
    const next = takeNamedComparison(cursor, name);
    if (connective === '||') {
      alternatives.push([next]);
    } else {
      alternatives.at(-1)!.push(next);
    }
  }
  const operands = alternatives.map(
    (all): FieldExpression => (all.length === 1 ? all[0]! : { kind: 'and', operands: all }),
  );
  return operands.length === 1 ? operands[0]! : { kind: 'or', operands };
}

function takeNamedComparison(cursor: Cursor, name: string): FieldExpression {
  const start = cursor.position;
  if (takeName(cursor) !== name) {
    const reason = `Every condition of this field has to name it: ${name}`;
    throw new FilterPatternError(reason, start);
  }
  const comparison = takeComparison(cursor);
  return comparison === undefined
    ? fail(cursor, 'Expected =, !=, <, <=, > or >= after the field')
    : { kind: 'compare', ...comparison };
}

/** Reads a name and the white space after it. */
function takeName(cursor: Cursor): string {
  const name = takeMatch(cursor, /[\w-]+/y);
  if (name === '') {
    fail(cursor, 'Expected a field: a name of letters, digits, - and _, or ...');
  }
  skipSpace(cursor);
  return name;
}

function checkIsNew(field: Field, fields: readonly Field[], position: number): void {
  if (field.kind === 'ellipsis' && fields.some((other) => other.kind === 'ellipsis')) {
    throw new FilterPatternError('... can stand once in a pattern', position);
  }
  if (
    field.kind === 'named' &&
    fields.some((other) => other.kind === 'named' && other.name === field.name)
  ) {
    throw new FilterPatternError(`Two fields have the name ${field.name}`, position);
  }
}
