import type { Bound, ValueTest } from './eventPattern.ts';
import type { Tokens } from './tokens.ts';

/** Reads the operand of `numeric`: `["=", n]`, one bound, or a lower and an upper bound. */
export function readNumeric(tokens: Tokens): ValueTest {
  if (tokens.next()?.kind !== '[') tokens.refuse('Value of numeric must be an array.');
  const first = tokens.next()?.kind;
  const operator = tokens.text();
  if (first !== 'string') tokens.refuse(`Invalid member in numeric match: ${operator}`);
  const operand = tokens.next();
  if (!['=', '<', '<=', '>', '>='].includes(operator)) {
    tokens.refuse(`Unrecognized numeric range operator: ${operator}`);
  }
  if (operand?.kind !== 'number') {
    return tokens.refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  const value = Number(operand.text);
  const bound: Bound = { value, open: !operator.includes('=') };
  const isLower = operator.startsWith('>');
  const follows = tokens.next()?.kind;
  if (isLower && follows !== ']') {
    const top = readTop(tokens, follows);
    if (value >= top.value) tokens.refuse('Bottom must be less than top');
    closeExpression(tokens);
    return { kind: 'numeric', bottom: bound, top };
  }
  if (follows !== ']') tokens.refuse('Too many elements in numeric expression');
  closeExpression(tokens);
  if (operator === '=') return { kind: 'equals', value };
  return isLower ? { kind: 'numeric', bottom: bound } : { kind: 'numeric', top: bound };
}

function readTop(tokens: Tokens, kind: string | undefined): Bound {
  const operator = tokens.text();
  if (kind !== 'string') tokens.refuse(`Bad value in numeric range: ${operator}`);
  if (operator !== '<' && operator !== '<=') {
    tokens.refuse(`Bad numeric range operator: ${operator}`);
  }
  const operand = tokens.next();
  if (operand?.kind !== 'number') return tokens.refuse(`Value of ${operator} must be numeric`);
  if (tokens.next()?.kind !== ']') tokens.refuse('Too many terms in numeric range expression');
  return { value: Number(operand.text), open: operator === '<' };
}

function closeExpression(tokens: Tokens): void {
  if (tokens.next()?.kind !== '}') tokens.refuse('Too many elements in numeric expression');
}
