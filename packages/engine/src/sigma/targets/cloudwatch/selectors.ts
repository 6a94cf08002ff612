import { fieldFacts } from '../fields.ts';

/** The ways a filter pattern reaches a field. */
export interface Selectors {
  /** The field as a lone value. */
  readonly lone: string;
  /** The outermost list on the way, or the field: where it is missing, so is the field. */
  readonly root: string;
  /** The field, or its object, as a member of a list: with one `[*]` each. */
  readonly inLists: readonly string[];
  /** Whether these are all ways: a selector has no two `[*]`. */
  readonly isComplete: boolean;
}

export function selectorsOf(path: readonly string[]): Selectors {
  const { lists } = fieldFacts(path);
  return {
    lone: selector(path, undefined),
    root: selector(lists.length === 0 ? path : path.slice(0, lists[0]! + 1), undefined),
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
