import {
  atEnd,
  type Cursor,
  fail,
  failOnCharacter,
  invalidCharacters,
  lookingAt,
  skipSpace,
  take,
  takeMatch,
  takeQuoted,
} from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import type { Term } from './syntax.ts';

/** Reads `word "a phrase" -excluded ?optional`, separated by white space, to the end. */
export function parseTerms(cursor: Cursor): readonly Term[] {
  const terms: Term[] = [];
  skipSpace(cursor);
  while (!atEnd(cursor)) {
    terms.push(takeTerm(cursor));
    if (!atEnd(cursor) && takeMatch(cursor, /\s+/y) === '') {
      failOnCharacter(cursor, 'A term with anything but letters, digits and _ needs quotes');
    }
  }
  return terms;
}

function takeTerm(cursor: Cursor): Term {
  const optional = take(cursor, '?');
  const excluded = take(cursor, '-');
  if (excluded) {
    // The guide itself writes both -"Exiting" and - "Exiting".
    skipSpace(cursor);
  }
  const start = cursor.position;
  if (lookingAt(cursor, '"')) {
    const text = takeQuoted(cursor);
    if (text === '') {
      throw new FilterPatternError('A phrase cannot be empty', start, invalidCharacters('""'));
    }
    return { text, excluded, optional };
  }
  const text = takeMatch(cursor, /\w+/y);
  if (text === '') {
    failOnBadStart(cursor);
  }
  return { text, excluded, optional };
}

function failOnBadStart(cursor: Cursor): never {
  if (atEnd(cursor)) {
    fail(cursor, 'A term is expected here');
  }
  if (lookingAt(cursor, '%')) {
    failOnCharacter(cursor, 'A regular expression stands alone, not among terms');
  }
  if (lookingAt(cursor, '{') || lookingAt(cursor, '[')) {
    failOnCharacter(cursor, 'This bracket has to be the first character of the whole pattern');
  }
  failOnCharacter(cursor, 'A term with anything but letters, digits and _ needs quotes');
}

/**
 * A term matches anywhere in the message, also inside a longer word. All plain terms have to be
 * there and no excluded one. Optional terms count only where every term is optional: as soon as
 * there is one of another sort, AWS ignores them.
 */
export function compileTerms(terms: readonly Term[]): (message: string) => boolean {
  const needed = terms.filter((term) => !term.optional);
  const holds = (term: Term, message: string) => message.includes(term.text) !== term.excluded;
  return needed.length === 0
    ? (message) => terms.some((term) => holds(term, message))
    : (message) => needed.every((term) => holds(term, message));
}
