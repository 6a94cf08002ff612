import { createObjectFields } from './eventFields.ts';
import type { EventPattern } from './eventPattern.ts';
import { plantRules } from './ruleTree.ts';
import { compileTextSearch, hasPlainKeys, type KeyLeaves } from './textLeaves.ts';

/** Finds the rules whose patterns match an event. */
export interface RuleMachine<T> {
  /** The rules that match parsed JSON, in the order in which they were given. */
  match(event: object): T[];
  /**
   * The same for JSON text; bytes are UTF-8. Text that no rule can match is not parsed, so that
   * this is much faster than parsing, but what is wrong inside of such text may stay unseen.
   *
   * @throws {SyntaxError} when the text is not JSON.
   */
  matchText(json: string | Uint8Array): T[];
}

/** Text shorter than this is parsed at once. */
const SEARCHED_FROM_CHARACTERS = 512;

/**
 * Compiles rules for matching many events. The cost of an event hardly grows with the number of
 * rules: candidates are looked up by the event's values, see `buildIndex`. The machine is for one
 * event at a time.
 */
export function compileRules<T>(
  rules: readonly { readonly rule: T; readonly pattern: EventPattern }[],
): RuleMachine<T> {
  const tree = plantRules(
    rules.flatMap(({ pattern }, rule) => pattern.branches.map((branch) => ({ rule, branch }))),
  );
  const fields = createObjectFields(tree.paths);
  const mayMatchText = compileTextFilter(tree.paths, tree.mayMatch);
  const decoder = new TextDecoder();

  const match = (event: object) => {
    fields.open(event);
    const found = tree.find(fields);
    const inOrder = found.length > 1 ? [...new Set(found)].sort((a, b) => a - b) : found;
    const matched: T[] = [];
    for (const index of inOrder) {
      const entry = rules[index];
      if (entry) matched.push(entry.rule);
    }
    return matched;
  };
  const matchText = (json: string | Uint8Array) => {
    const text = typeof json === 'string' ? json : decoder.decode(json);
    return mayMatchText(text) ? match(JSON.parse(text)) : [];
  };
  return { match, matchText };
}

/** False only for the text of an object that no rule matches. Each key is searched once. */
function compileTextFilter(
  paths: readonly string[],
  mayMatch: (leavesOf: (slot: number) => KeyLeaves) => boolean,
): (text: string) => boolean {
  const searches = paths.map(compileTextSearch);
  const leaves: (KeyLeaves | undefined)[] = [];
  let text = '';
  const leavesOf = (slot: number) => {
    const known = leaves[slot] ?? searches[slot]?.(text) ?? { values: [], mayHaveMore: true };
    leaves[slot] = known;
    return known;
  };
  return (next) => {
    if (next.length < SEARCHED_FROM_CHARACTERS || !hasPlainKeys(next) || !isBraced(next)) {
      return true;
    }
    text = next;
    leaves.length = 0;
    return mayMatch(leavesOf);
  };
}

function isBraced(text: string): boolean {
  return /^\s*\{/.test(text) && /\}\s*$/.test(text.slice(-100));
}
