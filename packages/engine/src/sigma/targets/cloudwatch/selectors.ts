import { fieldFacts } from '../fields.ts';

/** The ways a filter pattern reaches a field. */
export interface Selectors {
  /** The field as a lone value. */
  readonly lone: string;
  /** The field, or its object, as a member of a list: with one `[*]` each. */
  readonly inLists: readonly string[];
  /** Whether these are all ways: a selector has no two `[*]`. */
  readonly isComplete: boolean;
}

export function selectorsOf(path: readonly string[]): Selectors {
  const { lists } = fieldFacts(path);
  return {
    lone: selector(path, undefined),
    inLists: lists.map((list) => selector(path, list)),
    isComplete: lists.length < 2,
  };
}

function selector(path: readonly string[], list: number | undefined): string {
  const parts = path.map((name, index) => {
    const part = /^[\w-]+$/.test(name) ? `.${name}` : `.['${name}']`;
    return index === list ? `${part}[*]` : part;
  });
  return `$${parts.join('')}`;
}
