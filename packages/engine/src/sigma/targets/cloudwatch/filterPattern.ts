import { FilterPatternError, parseFilterPattern } from '../../../filter/index.ts';
import type { SigmaCorrelation, SigmaRule } from '../../rule.ts';
import { approximate, distinct } from '../bounds.ts';
import { and, type Formula, formulaOf } from '../formula.ts';
import type { Compilation, FilterOptions, Note } from '../types.ts';
import { type Alarm, alarmOf } from './alarm.ts';
import { filterBounds } from './filterLeaf.ts';

/** A rule as metric filters of one metric. */
export interface CompiledFilter extends Compilation {
  readonly target: 'cloudwatch';
  /**
   * Filter patterns, one metric filter each, all with the same metric. More than one where the rule
   * does not fit in AWS's limits of one pattern: then a record may count more than once. None if it
   * is impossible.
   */
  readonly patterns: readonly string[];
  /** Patterns with a regular expression: AWS lets a log group have five. */
  readonly regexPatterns: number;
  /** For an alarm on the metric's sum. Of a rule: that it matched. */
  readonly alarm: Alarm;
}

/** Filters of a log group that may have regular expressions (CloudWatch Logs quotas). */
const REGEX_PATTERNS_MAX = 5;
/** Filters that one rule may become. */
const PATTERNS_MAX = 10;

/**
 * Compiles a rule, or a correlation of the type `event_count`, to CloudWatch Logs filter patterns
 * over CloudTrail's records.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function toFilterPattern(
  rule: SigmaRule | SigmaCorrelation,
  options: FilterOptions = {},
): CompiledFilter {
  if (rule.kind === 'rule') return filterOf(rule, options);
  const { alarm, counted, fidelity, notes } = alarmOf(rule, options);
  if (counted === undefined) return impossible(notes);
  const filter = filterOf(counted, options);
  if (filter.patterns.length === 0) return impossible([...notes, ...filter.notes]);
  if (fidelity === 'impossible') return impossible([...notes, ...filter.notes]);
  if (filter.patterns.length > 1) {
    const why = 'it takes several filters, and a record that two of them find counts twice';
    return impossible([
      ...notes,
      { part: 'condition', line: rule.origin.line, why, effect: 'impossible' },
    ]);
  }
  const both = new Set([fidelity, filter.fidelity].filter((each) => each !== 'exact'));
  if (both.size > 1) {
    const why = 'the rule is narrower and its count wider, or the other way around';
    const note: Note = { part: 'condition', line: rule.origin.line, why, effect: 'impossible' };
    return impossible([...notes, ...filter.notes, note]);
  }
  return {
    ...filter,
    alarm,
    fidelity: [...both][0] ?? 'exact',
    notes: [...notes, ...filter.notes],
  };
}

const onEachMatch: Alarm = {
  statistic: 'Sum',
  periodSeconds: 60,
  evaluationPeriods: 1,
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  treatMissingData: 'notBreaching',
};

function impossible(notes: readonly Note[]): CompiledFilter {
  return {
    target: 'cloudwatch',
    fidelity: 'impossible',
    notes: distinct(notes),
    patterns: [],
    regexPatterns: 0,
    alarm: onEachMatch,
  };
}

/** First with regular expressions, which alone ignore case; then without, if they are too many. */
function filterOf(rule: SigmaRule, options: FilterOptions): CompiledFilter {
  const formula = formulaOf(rule);
  let failure: Note | undefined;
  for (const allowRegex of options.allowRegex === false ? [false] : [true, false]) {
    const found = approximate(formula, (leaf) => filterBounds(leaf, allowRegex), options);
    if (found.fidelity === 'impossible') return impossible(found.notes);
    const fitted = fit(withFewerRegexes(found.formula));
    const regexPatterns = typeof fitted === 'string' ? 0 : countRegexPatterns(fitted);
    if (typeof fitted !== 'string' && regexPatterns <= REGEX_PATTERNS_MAX) {
      const { fidelity, notes } = found;
      const remarks = remarksOn(fitted, regexPatterns).map(
        (why): Note => ({ part: 'condition', line: rule.origin.line, why, effect: 'none' }),
      );
      return {
        target: 'cloudwatch',
        fidelity,
        notes: distinct([...notes, ...remarks]),
        patterns: fitted,
        regexPatterns,
        alarm: onEachMatch,
      };
    }
    const why = typeof fitted === 'string' ? fitted : regexRemark(regexPatterns);
    failure ??= { part: 'condition', line: rule.origin.line, why, effect: 'impossible' };
  }
  return impossible([failure!]);
}

function remarksOn(patterns: readonly string[], regexPatterns: number): readonly string[] {
  return [
    ...(patterns.length > 1
      ? [`it takes ${patterns.length} filters of one metric; a record that two find counts twice`]
      : []),
    ...(regexPatterns > 0 ? [regexRemark(regexPatterns)] : []),
  ];
}

function regexRemark(count: number): string {
  const filters = count === 1 ? '1 filter' : `${count} filters`;
  return `${filters} with regular expressions, of which a log group has at most ${REGEX_PATTERNS_MAX}`;
}

function countRegexPatterns(patterns: readonly string[]): number {
  return patterns.filter((text) => parseFilterPattern(text).regexCount > 0).length;
}

/** Regular expressions for one field, of which any may be found, are one: `a|b`. */
function withFewerRegexes(formula: Formula<string>): Formula<string> {
  if (formula.kind === 'leaf') return formula;
  const of = formula.of.map(withFewerRegexes);
  if (formula.kind === 'and') return { kind: 'and', of };
  const others = of.filter((member) => regexOf(member) === undefined);
  const bySelector = new Map<string, string[]>();
  for (const [selector, regex] of of.flatMap((member) => [regexOf(member) ?? []])) {
    if (selector !== undefined && regex !== undefined) {
      bySelector.set(selector, [...(bySelector.get(selector) ?? []), regex]);
    }
  }
  const joined = [...bySelector].map(
    ([selector, regexes]): Formula<string> => ({
      kind: 'leaf',
      leaf: `${selector} = %${regexes.join('|')}%`,
    }),
  );
  return some([...others, ...joined]);
}

function regexOf(formula: Formula<string>): readonly [string, string] | undefined {
  const found = formula.kind === 'leaf' ? /^(\S+) = %(.*)%$/s.exec(formula.leaf) : null;
  return found === null ? undefined : [found[1]!, found[2]!];
}

/** Patterns of which one matches exactly if the formula holds; or why there are none. */
function fit(formula: Formula<string>): readonly string[] | string {
  const pending = [formula];
  const patterns: string[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const text = `{ ${print(next)} }`;
    const refusal = refusalOf(text);
    if (refusal === undefined) {
      patterns.push(text);
      continue;
    }
    const halves = halve(next);
    if (halves === undefined) return refusal;
    pending.push(halves[1], halves[0]);
    if (pending.length + patterns.length > PATTERNS_MAX) {
      return `it would take more than ${PATTERNS_MAX} filters: ${refusal}`;
    }
  }
  return patterns;
}

function refusalOf(text: string): string | undefined {
  try {
    parseFilterPattern(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    return error.message;
  }
}

/** Two formulas of which one holds exactly if the whole does: the longest `or` is cut in two. */
function halve(formula: Formula<string>): readonly [Formula<string>, Formula<string>] | undefined {
  if (formula.kind === 'leaf') return undefined;
  const { kind, of } = formula;
  if (kind === 'or') {
    const middle = of.length >> 1;
    return middle === 0 ? undefined : [some(of.slice(0, middle)), some(of.slice(middle))];
  }
  const longest = of
    .filter((member) => member.kind === 'or')
    .sort((one, other) => print(other).length - print(one).length)[0];
  const halves = longest && halve(longest);
  if (halves === undefined) return undefined;
  const withHalf = (half: Formula<string>) =>
    and(...of.map((member) => (member === longest ? half : member)));
  return [withHalf(halves[0]), withHalf(halves[1])];
}

function some(of: readonly Formula<string>[]): Formula<string> {
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function print(formula: Formula<string>): string {
  if (formula.kind === 'leaf') return formula.leaf;
  const members = formula.of.map((member) =>
    member.kind === 'leaf' && formula.kind === 'or' ? print(member) : `(${print(member)})`,
  );
  return members.join(formula.kind === 'and' ? ' && ' : ' || ');
}
