import type { AddressBlock } from '../../../policy/address.ts';
import { ONE } from '../../../policy/wildcard.ts';
import type { FieldTest, NumberTest, RegexTest, TextTest } from '../../rule.ts';
import { foldCase, literalOf } from '../../text.ts';
import { type Bounds, between, exactly } from '../bounds.ts';
import { blockText } from '../eventbridge/blocks.ts';
import { fieldFacts } from '../fields.ts';
import { ALWAYS, type Leaf, leaf, NEVER } from '../formula.ts';
import { call, equals, not, type SqlExpression, sqlText } from './sqlExpression.ts';
import { sqlField } from './sqlField.ts';

/** What SQL can say of a test: mostly all of it. */
export function sqlBounds({ path, test, negated }: Leaf): Bounds<SqlExpression> {
  if (path === undefined) return nothing('SQL would have to look in every column');
  const field = sqlField(path);
  if (field === undefined) return nothing(`the table has no column with ${path.join('.')}`);
  const { some, isThere, isNull } = field;
  const exact = (expression: SqlExpression) =>
    exactly(leaf(negated ? not(expression) : expression));
  switch (test.kind) {
    case 'null':
      return exact(isNull);
    case 'exists':
      return fieldFacts(path).kind === 'object' && path.length === 1
        ? bound(negated, test.expected ? isThere : isNull, test.expected)
        : exact(test.expected ? isThere : not(isThere));
    default:
      break;
  }
  if (some === undefined) return nothing('SQL does not see this object as text');
  switch (test.kind) {
    case 'text':
      return exact(some((value) => textTest(value, test)));
    case 'regex':
      return exact(some((value) => call('regexp_like', value, sqlText(regexText(test)))));
    case 'cidr':
      return exact(some((value) => insideTest(value, test.block)));
    case 'number':
      if (test.timePart !== undefined) return nothing('the parts of a time are not done in SQL');
      return exact(some((value) => numberTest(value, test)));
    case 'field': {
      const other = sqlField(test.path)?.some;
      if (other === undefined)
        return nothing(`the table has no column with ${test.path.join('.')}`);
      return exact(some((ours) => other((theirs) => relationTest(ours, theirs, test))));
    }
  }
}

function nothing(why: string): Bounds<SqlExpression> {
  return between(NEVER, ALWAYS, why);
}

/** A column that is NULL may stand for a null as well as for nothing. */
function bound(negated: boolean, expression: SqlExpression, expected: boolean) {
  const why = 'a column does not tell whether the member is null or missing';
  const form = leaf(negated ? not(expression) : expression);
  return expected !== negated
    ? between(form, ALWAYS, why)
    : between<SqlExpression>(NEVER, form, why);
}

function textTest(value: SqlExpression, { pattern, cased }: TextTest): SqlExpression {
  const text = cased ? value : call('lower', value);
  const literal = literalOf(pattern);
  const folded = (part: string) => (cased ? part : foldCase(part));
  if (literal !== undefined) return equals(text, sqlText(folded(literal)));
  const like = pattern.map((part) =>
    typeof part === 'string' ? folded(part).replace(/[\\%_]/g, '\\$&') : part === ONE ? '_' : '%',
  );
  return { kind: 'like', of: text, pattern: like.join('') };
}

function regexText({ source, flags }: RegexTest): string {
  const set = `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}`;
  return set === '' ? source : `(?${set})${source}`;
}

function insideTest(value: SqlExpression, block: AddressBlock): SqlExpression {
  const address: SqlExpression = { kind: 'tryCast', of: value, type: 'IPADDRESS' };
  return call('contains', sqlText(blockText(block)), address);
}

function numberTest(value: SqlExpression, test: NumberTest): SqlExpression {
  const operator = ({ eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const)[test.comparison];
  const left: SqlExpression = { kind: 'tryCast', of: value, type: 'DOUBLE' };
  return { kind: 'compare', operator, left, right: { kind: 'number', value: test.number } };
}

function relationTest(
  ours: SqlExpression,
  theirs: SqlExpression,
  { relation, cased }: FieldTest,
): SqlExpression {
  const [one, other] = cased ? [ours, theirs] : [call('lower', ours), call('lower', theirs)];
  switch (relation) {
    case 'equals':
      return equals(one, other);
    case 'startswith':
      return call('starts_with', one, other);
    case 'endswith':
      return call('starts_with', call('reverse', one), call('reverse', other));
    case 'contains': {
      const left = call('strpos', one, other);
      return { kind: 'compare', operator: '>', left, right: { kind: 'number', value: 0 } };
    }
  }
}
