import type { EventPattern } from './eventPattern.ts';
import { compileField, matchesBranch } from './matchesEvent.ts';

/** Finds the rules whose patterns match an event. */
export interface RuleMachine<T> {
  /** The rules that match parsed JSON, in the order in which they were given. */
  match(event: object): T[];
  /** The same for JSON text. @throws {SyntaxError} when it is not JSON. */
  matchText(json: string | Uint8Array): T[];
}

export function compileRules<T>(
  rules: readonly { readonly rule: T; readonly pattern: EventPattern }[],
): RuleMachine<T> {
  const compiled = rules.map(({ rule, pattern: { branches } }) => {
    return { rule, branches: branches.map((branch) => branch.map(compileField)) };
  });
  const match = (event: object) =>
    compiled
      .filter(({ branches }) => branches.some((branch) => matchesBranch(branch, event)))
      .map(({ rule }) => rule);
  const matchText = (json: string | Uint8Array) => {
    const text = typeof json === 'string' ? json : new TextDecoder().decode(json);
    return match(JSON.parse(text));
  };
  return { match, matchText };
}
