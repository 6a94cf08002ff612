/** What one leaf of an event may be, as the pattern's text states it. */
export type ValueTest =
  | { readonly kind: 'equals'; readonly value: string | number | boolean | null }
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'equalsIgnoreCase'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly text: string }
  | { readonly kind: 'anythingBut'; readonly tests: readonly ValueTest[] }
  | { readonly kind: 'numeric'; readonly bottom?: Bound; readonly top?: Bound }
  | { readonly kind: 'cidr'; readonly text: string }
  | { readonly kind: 'exists' };

/** One end of a range of numbers. */
export interface Bound {
  readonly value: number;
  /** Whether the value itself is left out. */
  readonly open: boolean;
}

/** The alternatives that a pattern gives for one field. */
export interface FieldTest {
  /** Keys joined by dots: `{"a.b": …}` and `{"a": {"b": …}}` are the same field. */
  readonly path: string;
  readonly tests: readonly ValueTest[];
  /** Whether `{"exists": false}` is among the alternatives. */
  readonly mayBeAbsent: boolean;
}

/** Fields that must all hold, sorted by path. */
export type Branch = readonly FieldTest[];

/** A checked event pattern: an event matches when it matches one of the branches. */
export interface EventPattern {
  /** More than one where the pattern uses `$or`. */
  readonly branches: readonly Branch[];
}

/**
 * An event pattern that EventBridge refuses. The message is AWS's own, with the place where its
 * parser (Jackson) stopped where AWS names one.
 */
export class InvalidEventPattern extends Error {
  override readonly name = 'InvalidEventPattern';
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(reason: string, place = '') {
    super(`Event pattern is not valid. Reason: ${reason}${place}`);
    this.reason = reason;
  }
}
