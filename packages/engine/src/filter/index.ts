/**
 * CloudWatch Logs filter patterns: reading, matching, printing.
 * The language is described in `docs/filter-patterns.md`.
 */
export { FilterPatternError } from './FilterPatternError.ts';
export { formatFilterPattern } from './formatFilterPattern.ts';
export { LogEventView } from './LogEventView.ts';
export { numberOf } from './operand.ts';
export {
  type FilterMatch,
  type FilterPattern,
  PATTERN_MAX_CHARACTERS,
  parseFilterPattern,
} from './parseFilterPattern.ts';
export { parseSelector } from './selector.ts';
export type {
  Comparison,
  Field,
  FieldExpression,
  FieldSelector,
  FilterSyntax,
  JsonExpression,
  JsonSelector,
  Operand,
  Operator,
  Selector,
  SelectorPart,
  Term,
} from './syntax.ts';
