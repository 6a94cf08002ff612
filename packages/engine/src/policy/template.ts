import type { Context } from './types.ts';
import { parseWildcards, type WildcardPart, wildcardTest } from './wildcard.ts';

/** A policy variable, `${aws:username}` or `${aws:username, 'nobody'}`. */
export interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}

export type TemplatePart = WildcardPart | Variable;

export type TextTest = (value: string, context: Context) => boolean;

export interface TemplateOptions {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Whether `${…}` is read: only in documents of version 2012-10-17. */
  readonly variables: boolean;
}

const VARIABLE = /\$\{([^}]*)\}/;
const ESCAPED = new Set(['*', '?', '$']);

/**
 * Reads a string of a policy. `${*}`, `${?}` and `${$}` are the plain characters.
 * Source: "IAM policy elements: Variables and tags" in the IAM User Guide.
 */
export function parseTemplate(text: string, options: TemplateOptions): readonly TemplatePart[] {
  const readText = (plain: string) => (options.wildcards ? parseWildcards(plain) : [plain]);
  if (!options.variables) return readText(text);
  // Splitting by a pattern with a group puts what stands in the braces at the odd places.
  return text.split(VARIABLE).flatMap((piece, index): readonly TemplatePart[] => {
    if (index % 2 === 0) return piece === '' ? [] : readText(piece);
    return [ESCAPED.has(piece) ? piece : variableOf(piece)];
  });
}

/** Compiles a template to a test. With `fold`, upper and lower case are the same. */
export function templateTest(parts: readonly TemplatePart[], fold = false): TextTest {
  if (parts.some(isVariable)) {
    return (value, context) => {
      const filled = fill(parts, context);
      return filled !== undefined && staticTest(filled, fold)(value);
    };
  }
  return staticTest(parts as readonly WildcardPart[], fold);
}

export function isVariable(part: TemplatePart): part is Variable {
  return typeof part === 'object';
}

function staticTest(parts: readonly WildcardPart[], fold: boolean): (value: string) => boolean {
  if (!fold) return wildcardTest(parts);
  const lower = parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
  const test = wildcardTest(lower);
  return (value) => test(value.toLowerCase());
}

/**
 * Puts the request's values in. They stand for themselves: a user named `*` matches only `*`.
 * A variable without value or default makes the whole text match nothing, as on AWS; so does a
 * key with several values, which AWS does not accept in a variable.
 */
function fill(parts: readonly TemplatePart[], context: Context): WildcardPart[] | undefined {
  const filled: WildcardPart[] = [];
  for (const part of parts) {
    if (!isVariable(part)) {
      filled.push(part);
      continue;
    }
    const value = context(part.key) ?? part.fallback;
    if (value === undefined || typeof value === 'object') return undefined;
    filled.push(String(value));
  }
  return filled;
}

function variableOf(inner: string): Variable {
  const found = /^\s*([^,\s]+)\s*,\s*'(.*)'\s*$/.exec(inner);
  if (found) return { key: found[1]!.toLowerCase(), fallback: found[2]! };
  return { key: inner.trim().toLowerCase(), fallback: undefined };
}
