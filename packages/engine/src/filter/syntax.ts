/**
 * What a filter pattern says, as plain data: `parseFilterPattern` makes it, `formatFilterPattern`
 * prints it, and printing then parsing gives the same data again.
 */
export type FilterSyntax =
  | { readonly kind: 'all' }
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'json'; readonly expression: JsonExpression }
  | { readonly kind: 'space'; readonly fields: readonly Field[] };

/** `word`, `"a phrase"`, `-excluded`, `?optional`. */
export interface Term {
  readonly text: string;
  readonly excluded: boolean;
  readonly optional: boolean;
}

export type JsonExpression =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly JsonExpression[] }
  | ({ readonly kind: 'compare'; readonly selector: JsonSelector } & Comparison)
  | { readonly kind: 'is'; readonly selector: JsonSelector; readonly value: null | boolean }
  | { readonly kind: 'absent'; readonly selector: JsonSelector };

/** A column of a space-delimited pattern; `ellipsis` stands for any number of columns. */
export type Field =
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'named'; readonly name: string; readonly condition?: FieldExpression };

export type FieldExpression =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly FieldExpression[] }
  | ({ readonly kind: 'compare' } & Comparison);

export interface Comparison {
  readonly operator: Operator;
  readonly operand: Operand;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * `text` was quoted and is compared as text; `word` was not, and where it reads as a number it is
 * compared with numbers by value. `*` is a wildcard in both. `regex` is what stood between `%`.
 */
export type Operand =
  | { readonly kind: 'text' | 'word'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string };

/** `$.a.b[0]` reaches into a JSON event, `$name` names a column of a space-delimited one. */
export type Selector = JsonSelector | FieldSelector;

export interface JsonSelector {
  readonly kind: 'json';
  readonly text: string;
  readonly parts: readonly SelectorPart[];
  /** How many of the parts are `[*]` or `.*`: then it may stand for several values. */
  readonly wildcards: number;
}

export interface FieldSelector {
  readonly kind: 'field';
  readonly text: string;
  readonly name: string;
}

export type SelectorPart =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'everyElement' }
  | { readonly kind: 'everyKey' };
