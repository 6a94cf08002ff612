import { refuse } from './FilterPolicyError.ts';

type NumberTest = (value: number) => boolean;
type Compare = (value: number, bound: number) => boolean;

const OPERATORS: ReadonlyMap<unknown, Compare> = new Map<unknown, Compare>([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/**
 * Compiles `["=", 5]`, `["<", 5]` or the range `[">=", 1, "<", 5]`, lower bound first.
 *
 * @throws FilterPolicyError with SNS's message for each way to get it wrong
 */
export function numericTest(operand: unknown): NumberTest {
  if (!Array.isArray(operand)) refuse('Value of numeric must be an array.');
  const [operator, bound, operator2, bound2, ...more] = operand as readonly unknown[];
  if (operand.length === 0) refuse('Invalid member in numeric match: ]');
  if (typeof operator !== 'string') refuse(`Invalid member in numeric match: ${operator}`);
  const first = OPERATORS.get(operator);
  if (first === undefined) refuse(`Unrecognized numeric range operator: ${operator}`);
  checkBound(operator, bound);
  if (operand.length === 2) return (value) => first(value, bound);
  if (!operator.startsWith('>')) refuse('Too many elements in numeric expression');
  if (typeof operator2 !== 'string') refuse(`Bad value in numeric range: ${operator2}`);
  if (operator2 !== '<' && operator2 !== '<=') {
    refuse(`Bad numeric range operator: ${operator2}`);
  }
  checkBound(operator2, bound2);
  if (bound2 <= bound) refuse('Bottom must be less than top');
  if (more.length > 0) refuse('Too many terms in numeric range expression');
  const second = OPERATORS.get(operator2)!;
  return (value) => first(value, bound) && second(value, bound2);
}

function checkBound(operator: string, bound: unknown): asserts bound is number {
  if (typeof bound === 'number') return;
  refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
}
