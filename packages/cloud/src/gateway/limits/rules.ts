import type { Limit } from './index.ts';

/** One constraint: AWS's sentence for it, and whether a value keeps it. */
export interface LimitRule {
  readonly kind: 'limit' | 'pattern' | 'enum';
  readonly constraint: string;
  readonly keeps: (value: unknown) => boolean;
}

/** What `min` and `max` speak of: the value of a number, the length of anything else. */
export type Measure = 'value' | 'length';

/**
 * Where the model sets a pattern but no length, a longer string is refused without being tried.
 * It is the longest length the models allow any string with a pattern (IAM's policy document).
 */
const patternInputMax = 131_072;

/**
 * The order in which AWS's server lists the values of a set, where an answer of AWS shows it and
 * it is not the model's order. Keyed by the model's order.
 */
const shownSets: Readonly<Record<string, string>> = {
  'OK, ALARM, INSUFFICIENT_DATA': 'INSUFFICIENT_DATA, ALARM, OK',
};

/**
 * The rules of a limit. For an empty role ARN, AWS's STS names the pattern before the length; the
 * framework's order for other pairs is not known.
 */
export function rulesOf(limit: Limit, measure: Measure): readonly LimitRule[] {
  return [...patternRules(limit), ...enumRules(limit), ...sizeRules(limit, measure)];
}

/**
 * The rules for a list's items or a map's keys or values, as one rule. AWS names all of them,
 * lengths first, whichever is broken, and shows the whole list or map.
 */
export function innerRule(subject: string, limit: Limit, measure: Measure): LimitRule | undefined {
  const rules = [...sizeRules(limit, measure), ...patternRules(limit), ...enumRules(limit)];
  if (rules.length === 0) return undefined;
  const sentences = rules.map(({ constraint }) => constraint).join(', ');
  return {
    kind: rules.every(({ kind }) => kind === 'enum') ? 'enum' : 'limit',
    constraint: `${subject} must satisfy constraint: [${sentences}]`,
    keeps: (value) => rules.every((rule) => rule.keeps(value)),
  };
}

function sizeRules({ min, max }: Limit, measure: Measure): readonly LimitRule[] {
  const rules: LimitRule[] = [];
  const says = `Member must have ${measure}`;
  if (max !== undefined) {
    const constraint = `${says} less than or equal to ${max}`;
    rules.push({ kind: 'limit', constraint, keeps: (value) => isAtMost(value, max) });
  }
  if (min !== undefined) {
    const constraint = `${says} greater than or equal to ${min}`;
    rules.push({ kind: 'limit', constraint, keeps: (value) => isAtLeast(value, min) });
  }
  return rules;
}

function patternRules({ pattern, max }: Limit): readonly LimitRule[] {
  const expression = pattern === undefined ? undefined : compilePattern(pattern);
  if (expression === undefined) return [];
  // What is longer than its own maximum breaks that rule already and is not matched as well: a
  // pattern never meets more text than its author planned for.
  const isKeptBeyond = max !== undefined;
  const testedMax = max === undefined ? patternInputMax : 2 * max;
  const keeps = (value: unknown): boolean =>
    typeof value !== 'string' || (value.length > testedMax ? isKeptBeyond : expression.test(value));
  const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
  return [{ kind: 'pattern', constraint, keeps }];
}

function enumRules({ enum: values }: Limit): readonly LimitRule[] {
  if (values === undefined) return [];
  const set = new Set<unknown>(values);
  const listed = values.join(', ');
  const constraint = `Member must satisfy enum value set: [${shownSets[listed] ?? listed}]`;
  return [{ kind: 'enum', constraint, keeps: (value) => set.has(value) }];
}

/**
 * AWS's patterns are Java's and match the whole string. JavaScript's unicode mode reads nearly all
 * of them alike; it refuses needless escapes (`\!`), which the older mode takes. That mode would
 * misread `\p{…}`, so a pattern with it that unicode mode refuses is not checked.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of pattern.includes('\\p{') ? ['u'] : ['u', '']) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      // The next mode may take it.
    }
  }
  return undefined;
}

/** A string's length is its number of code points, at most its units and at least half of them. */
function isAtMost(value: unknown, max: number): boolean {
  if (typeof value === 'string') {
    return value.length <= max || (value.length <= 2 * max && codePoints(value) <= max);
  }
  return sizeOf(value) <= max;
}

function isAtLeast(value: unknown, min: number): boolean {
  if (typeof value === 'string') return value.length >= 2 * min || codePoints(value) >= min;
  return sizeOf(value) >= min;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A number is its own size; else bytes of a blob, items of a list, entries of a map. */
function sizeOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
}
