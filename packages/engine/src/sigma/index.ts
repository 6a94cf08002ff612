/** Sigma rules and correlations: reading, matching, explaining, and what a match needs. */

export { MANY, ONE, type WildcardPart } from '../policy/wildcard.ts';
export {
  type Correlator,
  type CorrelatorOptions,
  createCorrelator,
  type Firing,
} from './correlator.ts';
export { decisiveItems, explain, type Reason } from './explain.ts';
export { viewField } from './field.ts';
export { compileMatcher, type Matcher } from './machine.ts';
export type { Regex, RegexEngine } from './matchValue.ts';
export type { SigmaSource } from './node.ts';
export { type ParseOptions, parseSigma } from './parse.ts';
export type { Placeholders } from './parseItem.ts';
export {
  type Atom,
  type Clause,
  type Requirement,
  requirementOf,
  satisfies,
} from './requirement.ts';
export type * from './rule.ts';
export { SigmaError } from './SigmaError.ts';
export { foldCase, literalOf } from './text.ts';
export type { Dropped } from './window.ts';
