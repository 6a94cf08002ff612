import { fieldFacts } from '../fields.ts';

/** The ways a filter pattern reaches a field. */
export interface Selectors {
  /** The field as a lone value. */
  readonly lone: string;
  /** The outermost list on the way, or the field: where it is missing, so is the field. */
  readonly root: string;
  /** The field, or its object, as a member of a list: with one `[*]` each. */
  readonly inLists: readonly string[];
  /** All ways that may lead to a value. */
  readonly any: readonly string[];
  /** Whether these are all ways: a selector has no two `[*]`. */
  readonly isComplete: boolean;
}

export function selectorsOf(path: readonly string[]): Selectors {
  const { lists, sureLists } = fieldFacts(path);
  const lone = selector(path, [], undefined);
  const inLists = lists.map((list) => selector(path, sureLists, list));
  return {
    lone,
    root: lists.length === 0 ? lone : selector(path.slice(0, lists[0]! + 1), [], undefined),
    inLists,
    any: sureLists.length > 0 ? inLists : [lone, ...inLists],
    isComplete: lists.length < 2,
  };
}

/** Of two lists, one within the other, all elements of one are reached and the other's first. */
function selector(
  path: readonly string[],
  sureLists: readonly number[],
  starred: number | undefined,
): string {
  const parts = path.map((name, index) => {
    const part = /^[\w-]+$/.test(name) ? `.${name}` : `.['${name}']`;
    const first = sureLists.includes(index) ? '[0]' : '';
    return `${part}${index === starred ? '[*]' : first}`;
  });
  return `$${parts.join('')}`;
}
