import { RE2JS } from 're2js';

/**
 * Regular expressions in time linear in the text, whatever the expression: RE2's syntax, which has
 * no look-around and no back-references. Throws an `Error` that says what the expression lacks.
 */
export function linearRegex(
  source: string,
  flags: { readonly i?: boolean; readonly m?: boolean; readonly s?: boolean },
): { test(text: string): boolean } {
  let bits = 0;
  if (flags.i) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.m) bits |= RE2JS.MULTILINE;
  if (flags.s) bits |= RE2JS.DOTALL;
  const pattern = RE2JS.compile(source, bits);
  return { test: (text) => pattern.test(text) };
}
