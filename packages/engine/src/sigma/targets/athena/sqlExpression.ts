/**
 * An expression of Trino's SQL, as far as rules need it. Kept as data so that what is printed can
 * be evaluated as well.
 */
export type SqlExpression =
  /** A column, a member of one (`useridentity.type`), or the variable of an `anyMatch`. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'false' }
  | { readonly kind: 'call'; readonly name: SqlFunction; readonly of: readonly SqlExpression[] }
  | { readonly kind: 'tryCast'; readonly of: SqlExpression; readonly type: SqlType }
  | {
      readonly kind: 'compare';
      readonly operator: '=' | '<' | '<=' | '>' | '>=';
      readonly left: SqlExpression;
      readonly right: SqlExpression;
    }
  | { readonly kind: 'like'; readonly of: SqlExpression; readonly pattern: string }
  | { readonly kind: 'isNull'; readonly of: SqlExpression }
  | { readonly kind: 'not'; readonly of: SqlExpression }
  | { readonly kind: 'and' | 'or'; readonly of: readonly SqlExpression[] }
  | {
      readonly kind: 'anyMatch';
      readonly list: SqlExpression;
      readonly variable: string;
      readonly body: SqlExpression;
    };

export type SqlFunction =
  | 'coalesce'
  | 'contains'
  | 'json_extract'
  | 'json_extract_scalar'
  | 'json_format'
  | 'lower'
  | 'nullif'
  | 'regexp_like'
  | 'reverse'
  | 'starts_with'
  | 'strpos';

export type SqlType = 'ARRAY(JSON)' | 'DOUBLE' | 'IPADDRESS';

export function sqlName(name: string): SqlExpression {
  return { kind: 'name', name };
}

export function sqlText(value: string): SqlExpression {
  return { kind: 'text', value };
}

export function call(name: SqlFunction, ...of: readonly SqlExpression[]): SqlExpression {
  return { kind: 'call', name, of };
}

/** What is unknown, because a value is missing, is false: so `NOT` of it is true. */
export function known(of: SqlExpression): SqlExpression {
  return call('coalesce', of, { kind: 'false' });
}

export function not(of: SqlExpression): SqlExpression {
  return { kind: 'not', of };
}

export function equals(left: SqlExpression, right: SqlExpression): SqlExpression {
  return { kind: 'compare', operator: '=', left, right };
}

export function printSql(expression: SqlExpression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'text':
      return quoteText(expression.value);
    case 'number':
      // With an exponent it is a DOUBLE and no DECIMAL of limited digits.
      return expression.value.toExponential().toUpperCase().replace('E+', 'E');
    case 'false':
      return 'false';
    case 'call':
      return `${expression.name}(${expression.of.map(printSql).join(', ')})`;
    case 'tryCast':
      return `try_cast(${printSql(expression.of)} AS ${expression.type})`;
    case 'compare':
      return `${printSql(expression.left)} ${expression.operator} ${printSql(expression.right)}`;
    case 'like':
      return `${printSql(expression.of)} LIKE ${quoteText(expression.pattern)} ESCAPE '\\'`;
    case 'isNull':
      return `${printSql(expression.of)} IS NULL`;
    case 'not':
      return `NOT (${printSql(expression.of)})`;
    case 'and':
    case 'or':
      return printJoined(expression.kind, expression.of);
    case 'anyMatch':
      return `any_match(${printSql(expression.list)}, ${expression.variable} -> ${printSql(expression.body)})`;
  }
}

function printJoined(kind: 'and' | 'or', of: readonly SqlExpression[]): string {
  if (of.length === 0) return kind === 'and' ? 'true' : 'false';
  const members = of.map((member) =>
    member.kind === 'and' || member.kind === 'or' ? `(${printSql(member)})` : printSql(member),
  );
  return members.join(kind === 'and' ? ' AND ' : ' OR ');
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
