import { OPERATORS, type Scalar, type ScalarTest } from './operators.ts';
import { LEGACY_ERROR, PolicyError, SYNTAX_ERROR } from './PolicyError.ts';
import type { Context } from './types.ts';

/** One line of a Condition block: `"ForAllValues:StringEquals": { "aws:TagKeys": [...] }`. */
export interface ConditionLine {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export type ConditionTest = (context: Context) => boolean;

interface OperatorName {
  readonly base: string;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

const OPERATOR_NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Compiles one line. All lines of a statement must hold.
 *
 * What an absent key means: a plain operator fails, a negated one and any with IfExists hold,
 * ForAllValues holds (there is no value that could fail) and ForAnyValue fails. A key with several
 * values under an operator without a set prefix is read as "any of them"; the negated form is its
 * complement.
 *
 * @throws PolicyError where the operator is unknown or a value is not of its type.
 */
export function compileCondition(line: ConditionLine, variables: boolean): ConditionTest {
  const name = parseOperator(line.operator);
  if (name === undefined) throw new PolicyError(SYNTAX_ERROR);
  const key = line.key.toLowerCase();
  if (name.base === 'Null') return nullTest(key, line.values);
  const { negated, compile } = OPERATORS.get(name.base)!;
  const tests = line.values.map((value) => compileValue(value, variables, compile));
  const holds: ScalarTest = (actual, context) => {
    for (const test of tests) if (test(actual, context)) return !negated;
    return negated;
  };
  const whenAbsent =
    name.ifExists || (name.set === undefined ? negated : name.set === 'ForAllValues');
  const every = name.set === 'ForAllValues' || (name.set === undefined && negated);
  return (context) => {
    const actual = context(key);
    if (actual === undefined) return whenAbsent;
    if (typeof actual !== 'object') return holds(actual, context);
    if (actual.length === 0) return whenAbsent;
    const test = (value: Scalar): boolean => holds(value, context);
    return every ? actual.every(test) : actual.some(test);
  };
}

export function isOperator(text: string): boolean {
  return parseOperator(text) !== undefined;
}

function parseOperator(text: string): OperatorName | undefined {
  const found = OPERATOR_NAME.exec(text);
  if (found === null) return undefined;
  const name: OperatorName = {
    set: found[1] as OperatorName['set'],
    base: found[2]!,
    ifExists: found[3] !== undefined,
  };
  if (name.base === 'Null') return name.set || name.ifExists ? undefined : name;
  return OPERATORS.has(name.base) ? name : undefined;
}

function compileValue(
  value: string,
  variables: boolean,
  compile: (expected: string, variables: boolean) => ScalarTest | undefined,
): ScalarTest {
  const test = compile(value, variables);
  if (test === undefined) throw new PolicyError(LEGACY_ERROR);
  return test;
}

/** `"Null": { key: "true" }` asks that the key is absent, `"false"` that it is there. */
function nullTest(key: string, values: readonly string[]): ConditionTest {
  const wanted = values.map((value) => value.toLowerCase());
  if (wanted.some((value) => value !== 'true' && value !== 'false')) {
    throw new PolicyError(LEGACY_ERROR);
  }
  return (context) => {
    const actual = context(key);
    const absent = actual === undefined || (typeof actual === 'object' && actual.length === 0);
    return wanted.includes(String(absent));
  };
}
