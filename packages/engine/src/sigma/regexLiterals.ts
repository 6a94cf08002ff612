import type { RegexTest } from './rule.ts';

/**
 * Texts that every match of a regular expression contains, without regard to case.
 *
 * Only what stands outside of groups is read, and nothing is told where there is an alternative
 * outside of groups, or a notation that is not known here. What is told is therefore true for any
 * engine whose notation is that of Perl.
 */
export function regexLiterals({ source, flags }: RegexTest): readonly string[] {
  const tokens: readonly string[] = source.match(TOKEN) ?? [];
  const outside = outsideOfGroups(tokens);
  if (outside.includes('|') || tokens.some(isUnknown) || EXTENDED.test(source)) return [];
  const literals: string[] = [];
  let run = '';
  const end = () => {
    if (run !== '') literals.push(run);
    run = '';
  };
  for (const token of outside) {
    if (/^[*?{]/.test(token)) {
      run = run.slice(0, -1);
      end();
    } else if (/^\\[^A-Za-z0-9]$|^[^\\[.^$+()]$/s.test(token)) run += token.at(-1);
    else end();
  }
  end();
  const folds = flags.i || source.includes('(?');
  if (!folds) return literals;
  const pieces = literals.flatMap((literal) => literal.split(FOLDS_BEYOND_ASCII));
  return pieces.filter((piece) => piece !== '');
}

/** An escape, a class, a count or one character. */
const TOKEN = /\\[\s\S]?|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\{\d*,?\d*\}|[\s\S]/g;

/** Escapes that stand alone; others go on in the characters that follow. */
const KNOWN_ESCAPE = /^\\[dDwWsSbBntrfvAz]$/;

/** The flag `x`, with which white space says nothing. */
const EXTENDED = /\(\?[A-Za-z-]*x/;

/** Without regard to case, `k` is also the Kelvin sign, and `s` also the long s. */
const FOLDS_BEYOND_ASCII = /[ks]/i;

function isUnknown(token: string): boolean {
  if (/^\\[A-Za-z0-9]$/.test(token)) return !KNOWN_ESCAPE.test(token);
  return token === '\\' || (token.startsWith('[') && token.includes('[', 1));
}

/** What stands outside of brackets; a group is one token that says nothing. */
function outsideOfGroups(tokens: readonly string[]): readonly string[] {
  const outside: string[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (depth === 0) outside.push(token);
    if (token === ')') {
      depth -= 1;
      if (depth === 0) outside.push(')');
    }
  }
  return outside;
}
