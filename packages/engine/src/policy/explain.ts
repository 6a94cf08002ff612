import { inquiryOf } from './authorize.ts';
import { readDocument } from './document.ts';
import { GRANT } from './principal.ts';
import type { AuthorizationRequest, Policy } from './types.ts';

/** The statements of a policy that apply to a request, by their place in the document. */
export function applyingStatements(
  request: AuthorizationRequest,
  policy: Policy,
): readonly { readonly index: number; readonly allows: boolean }[] {
  const inquiry = inquiryOf(request, false);
  return policy.statements.flatMap((statement, index) =>
    statement.applies(inquiry) === GRANT.none ? [] : [{ index, allows: statement.allows }],
  );
}

/**
 * The condition keys that a policy asks for, in its conditions and as variables, as they are
 * written there.
 *
 * @throws PolicyError where the text is no policy.
 */
export function contextKeysOf(text: string): readonly string[] {
  const { statements, version } = readDocument(text);
  const keys = statements.flatMap(({ conditions, resources, notResources }) => {
    const texts = [
      ...(resources ?? notResources ?? []),
      ...conditions.flatMap((one) => one.values),
    ];
    const variables = version === '2012-10-17' ? texts.flatMap(variablesIn) : [];
    return [...conditions.map(({ key }) => key), ...variables];
  });
  return [...new Map(keys.map((key) => [key.toLowerCase(), key])).values()];
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{\s*([^*?$,}\s][^,}\s]*)/g)].map(([, key]) => key!);
}

/** A place in a text: lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface StatementSpan {
  readonly start: Position;
  readonly end: Position;
}

/**
 * Where each statement stands in the text of a valid policy, as IAM's simulator tells it: from the
 * end of what is before it (the bracket, or the statement before) to behind its closing brace.
 */
export function statementSpans(text: string): readonly StatementSpan[] {
  const spans: StatementSpan[] = [];
  let depth = 0;
  let key = '';
  let from: number | undefined;
  let itemDepth = 1;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    const end = index + token.length;
    if (token === '{' || token === '[') {
      if (token === '[' && depth === 1 && from !== undefined) [from, itemDepth] = [end, 2];
      depth += 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      if (token === '}' && from !== undefined && depth === itemDepth) {
        spans.push({ start: positionAt(text, from), end: positionAt(text, end) });
        from = end;
      }
      if (depth === 1 && from !== undefined) from = undefined;
    } else if (depth === 1) {
      if (token !== ':') key = token;
      else if (key === '"Statement"') from = end;
    }
  }
  return spans;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
