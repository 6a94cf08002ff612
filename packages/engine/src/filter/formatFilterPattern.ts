import type { Comparison, Field, FieldExpression, FilterSyntax, JsonExpression } from './syntax.ts';

/**
 * Prints a pattern. Parsing the result gives the same syntax again, for every syntax that came
 * from parsing. Nothing is checked here: a length or a number of regular expressions that AWS does
 * not take is refused by `parseFilterPattern`.
 */
export function formatFilterPattern(syntax: FilterSyntax): string {
  switch (syntax.kind) {
    case 'all':
      return '';
    case 'terms':
      return syntax.terms
        .map(({ text, excluded, optional }) => {
          const shown = /^\w+$/.test(text) ? text : quote(text);
          return `${optional ? '?' : ''}${excluded ? '-' : ''}${shown}`;
        })
        .join(' ');
    case 'regex':
      return `%${syntax.source}%`;
    case 'json':
      return `{ ${formatExpression(syntax.expression)} }`;
    case 'space':
      return `[${syntax.fields.map((field) => formatField(field)).join(', ')}]`;
  }
}

function formatExpression(expression: JsonExpression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
        .map((operand) =>
          needsParentheses(expression.kind, operand.kind)
            ? `(${formatExpression(operand)})`
            : formatExpression(operand),
        )
        .join(expression.kind === 'and' ? ' && ' : ' || ');
    case 'is':
      return `${expression.selector.text} IS ${String(expression.value).toUpperCase()}`;
    case 'absent':
      return `${expression.selector.text} NOT EXISTS`;
    case 'compare':
      return `${expression.selector.text} ${formatComparison(expression)}`;
  }
}

/** `&&` inside `||` groups by itself; any other nesting was written with parentheses. */
function needsParentheses(outer: 'and' | 'or', inner: JsonExpression['kind']): boolean {
  return inner === 'or' || (inner === 'and' && outer === 'and');
}

function formatField(field: Field): string {
  switch (field.kind) {
    case 'ellipsis':
      return '...';
    case 'blank':
      return '';
    case 'named':
      return field.condition === undefined
        ? field.name
        : formatCondition(field.name, field.condition);
  }
}

function formatCondition(name: string, expression: FieldExpression): string {
  return expression.kind === 'compare'
    ? `${name} ${formatComparison(expression)}`
    : expression.operands
        .map((operand) => formatCondition(name, operand))
        .join(expression.kind === 'and' ? ' && ' : ' || ');
}

function formatComparison({ operator, operand }: Comparison): string {
  switch (operand.kind) {
    case 'text':
      return `${operator} ${quote(operand.text)}`;
    case 'word':
      return `${operator} ${operand.text}`;
    case 'regex':
      return `${operator} %${operand.source}%`;
  }
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
