import { compileSearch } from './regexSearch.ts';
import { parseRegex } from './regexSyntax.ts';

/**
 * Compiles what stands between `%` to a search in a text. It takes time in proportion to the text
 * whatever the expression is, which the language's `RegExp` does not promise: on a long line of
 * `a`, `a*a*a*a*b` costs it the fourth power of the length.
 *
 * @throws FilterPatternError if AWS does not take the expression.
 */
export function compileRegex(source: string): (text: string) => boolean {
  return compileSearch(parseRegex(source));
}
