import type { SigmaCorrelation, SigmaRule } from '../rule.ts';

export type Target = 'cloudwatch' | 'eventbridge' | 'athena';

/**
 * How what was compiled stands to the rule: it matches the same records, more, or fewer; or there
 * is nothing to compile to.
 */
export type Fidelity = 'exact' | 'wider' | 'narrower' | 'impossible';

/** Why a part of the rule is not what it says, or what is taken for granted. */
export interface Note {
  /** The key of the item as it was written, or the part of a correlation. */
  readonly part: string;
  readonly line: number | undefined;
  readonly why: string;
  readonly effect: Exclude<Fidelity, 'exact'> | 'none';
}

export interface Compilation {
  readonly target: Target;
  readonly fidelity: Fidelity;
  readonly notes: readonly Note[];
}

export interface CompileOptions {
  /** Take a form that matches more where the target has no form that matches the same. */
  readonly allowWider?: boolean;
}

export interface FilterOptions extends CorrelationOptions {
  /**
   * False: none with a regular expression, of which AWS lets a log group have five. Only they
   * ignore case; without them, texts that CloudTrail's spelling is not known of are taken as they
   * are written. True if not said otherwise.
   */
  readonly allowRegex?: boolean;
}

export interface CorrelationOptions extends CompileOptions {
  /** The rules and correlations that a correlation may refer to. */
  readonly rules?: readonly (SigmaRule | SigmaCorrelation)[];
}
