import { atEnd, cursorOver, takeMatch } from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import { compileJson } from './jsonMatch.ts';
import { parseJsonPattern } from './jsonPattern.ts';
import { LogEventView } from './LogEventView.ts';
import { takeRegex } from './operand.ts';
import { compileRegex } from './regex.ts';
import { parseSelector, selectOne } from './selector.ts';
import { compileSpace } from './spaceMatch.ts';
import { parseSpacePattern } from './spacePattern.ts';
import type { FilterSyntax, Selector } from './syntax.ts';
import { compileTerms, parseTerms } from './terms.ts';

/** The longest pattern AWS takes (API reference, PutMetricFilter). */
export const PATTERN_MAX_CHARACTERS = 1024;

/** A pattern that has been read once and can be asked about any number of log events. */
export interface FilterPattern {
  readonly kind: FilterSyntax['kind'];
  /** The pattern as it was written. */
  readonly text: string;
  readonly syntax: FilterSyntax;
  /** Regular expressions in it. AWS lets five patterns of a log group have any. */
  readonly regexCount: number;
  /** Pass the same `LogEventView` to many patterns, so that its JSON is read once for all. */
  match(event: string | LogEventView): FilterMatch | undefined;
}

/** A log event that matched. */
export interface FilterMatch {
  /**
   * The value a selector points at: any JSON value for `$.a.b`, text for `$column`, undefined where
   * there is none, where it may stand for several, or where the pattern is of another kind.
   */
  select(selector: string | Selector): unknown;
  /** As TestMetricFilter answers it: `{"$column": "text"}`, empty unless space-delimited. */
  readonly extractedValues: Readonly<Record<string, string>>;
}

/**
 * Reads a filter pattern. The empty text matches every event.
 *
 * @throws FilterPatternError if it is not one.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): FilterPattern {
  if (text.length > PATTERN_MAX_CHARACTERS) {
    const reason = `A filter pattern has at most ${PATTERN_MAX_CHARACTERS} characters`;
    throw new FilterPatternError(reason, PATTERN_MAX_CHARACTERS);
  }
  const { syntax, regexCount } = parseSyntax(text);
  const match = compileSyntax(syntax);
  return {
    kind: syntax.kind,
    text,
    syntax,
    regexCount,
    match: (event) => match(typeof event === 'string' ? new LogEventView(event) : event),
  };
}

function parseSyntax(text: string): { syntax: FilterSyntax; regexCount: number } {
  const cursor = cursorOver(text);
  if (text.startsWith('{')) {
    const expression = parseJsonPattern(cursor);
    return { syntax: { kind: 'json', expression }, regexCount: cursor.regexes };
  }
  if (text.startsWith('[')) {
    const fields = parseSpacePattern(cursor);
    return { syntax: { kind: 'space', fields }, regexCount: cursor.regexes };
  }
  takeMatch(cursor, /\s+/y);
  if (cursor.text[cursor.position] === '%') {
    const source = takeRegex(cursor);
    takeMatch(cursor, /\s+/y);
    if (!atEnd(cursor)) {
      throw new FilterPatternError('Nothing can follow a regular expression', cursor.position);
    }
    return { syntax: { kind: 'regex', source }, regexCount: 1 };
  }
  const terms = parseTerms(cursor);
  // A quoted space is one of the two ways the documentation gives to match every event.
  const isAll = terms.every((term) => term.text === ' ' && !term.excluded && !term.optional);
  return { syntax: isAll ? { kind: 'all' } : { kind: 'terms', terms }, regexCount: 0 };
}

type Match = (event: LogEventView) => FilterMatch | undefined;

function compileSyntax(syntax: FilterSyntax): Match {
  switch (syntax.kind) {
    case 'all':
      return () => MATCH_WITHOUT_VALUES;
    case 'terms': {
      const test = compileTerms(syntax.terms);
      return (event) => (test(event.message) ? MATCH_WITHOUT_VALUES : undefined);
    }
    case 'regex': {
      const test = compileRegex(syntax.source);
      return (event) => (test(event.message) ? MATCH_WITHOUT_VALUES : undefined);
    }
    case 'json': {
      const test = compileJson(syntax.expression);
      return (event) => (test(event) ? jsonMatch(event) : undefined);
    }
    case 'space': {
      const extract = compileSpace(syntax.fields);
      return (event) => {
        const values = extract(event.fields);
        return values === undefined ? undefined : spaceMatch(values);
      };
    }
  }
}

const NO_VALUES: Readonly<Record<string, string>> = Object.freeze({});
const MATCH_WITHOUT_VALUES: FilterMatch = { select: () => undefined, extractedValues: NO_VALUES };

function jsonMatch(event: LogEventView): FilterMatch {
  return {
    select: (selector) => {
      const parsed = typeof selector === 'string' ? parseSelector(selector) : selector;
      if (parsed.kind !== 'json' || parsed.wildcards > 0) {
        return undefined;
      }
      return selectOne(parsed.parts, event.value);
    },
    extractedValues: NO_VALUES,
  };
}

function spaceMatch(values: Readonly<Record<string, string>>): FilterMatch {
  return {
    select: (selector) => {
      const name = typeof selector === 'string' ? selector : selector.text;
      return Object.hasOwn(values, name) ? values[name] : undefined;
    },
    extractedValues: values,
  };
}
