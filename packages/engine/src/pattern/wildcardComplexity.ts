import { type Branch, InvalidEventPattern, type ValueTest } from './eventPattern.ts';

/** AWS refuses wildcards of which one value could keep more beginnings alive than this. */
const MAX_COMPLEXITY = 10;
/** A limit to the search of the worst value; no pattern of 4,096 characters was seen to need it. */
const MAX_SETS = 10_000;

/**
 * Refuses a pattern whose wildcards are too complex. The measure is the one that AWS's open
 * library event-ruler documents: of the wildcards of one field, how many beginnings (`*`, `*a`,
 * `*a*`, …) can match one and the same value at a time.
 *
 * @throws {InvalidEventPattern}
 */
export function checkComplexity(branches: readonly Branch[]): void {
  for (const tests of groupFields(branches)) {
    if (!exceedsComplexity(readBeginnings(tests))) continue;
    throw new InvalidEventPattern(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating ' +
        'character sequences after a wildcard character',
    );
  }
}

/** Branches that start alike share the tests of their next field, if that is the same, too. */
function groupFields(branches: readonly Branch[]): readonly ValueTest[][] {
  const groups = new Map<string, Map<string, ValueTest>>();
  for (const branch of branches) {
    let before = '';
    for (const { path, tests } of branch) {
      // AWS does not look behind a field that may only be absent.
      if (tests.length === 0) break;
      const key = `${before}${JSON.stringify(path)}`;
      const group = groups.get(key) ?? new Map<string, ValueTest>();
      for (const test of tests) group.set(JSON.stringify(test), test);
      groups.set(key, group);
      before = `${key}${JSON.stringify(tests)}`;
    }
  }
  return Array.from(groups.values(), (group) => [...group.values()]);
}

/** A beginning of a wildcard: what may follow it, and whether a star ends it. */
interface Beginning {
  readonly literals: Map<string, Set<Beginning>>;
  star?: Beginning;
  isStar: boolean;
}

/** Beginnings up to the first star are shared among the wildcards of one alternative. */
function readBeginnings(tests: readonly ValueTest[]): readonly Beginning[] {
  return tests.flatMap((test) => {
    const alternatives = test.kind === 'anythingBut' ? test.tests : [test];
    const texts = alternatives.flatMap((each) => (each.kind === 'wildcard' ? [each.text] : []));
    return texts.length > 0 ? [readAlternative(new Set(texts))] : [];
  });
}

function readAlternative(texts: Iterable<string>): Beginning {
  const root = newBeginning();
  const end = newBeginning();
  for (const text of texts) {
    let current = root;
    let isShared = true;
    for (const token of `"${text}`.match(/\\.|[^\\]/gsu) ?? []) {
      if (token === '*') {
        current.star ??= { ...newBeginning(), isStar: true };
        current = current.star;
        isShared = false;
        continue;
      }
      const character = token.length === 2 && token.startsWith('\\') ? token.charAt(1) : token;
      const known = current.literals.get(character) ?? new Set();
      const [first] = known;
      const next = isShared && first ? first : newBeginning();
      current.literals.set(character, known.add(next));
      current = next;
    }
    current.literals.set('"', (current.literals.get('"') ?? new Set()).add(end));
  }
  return root;
}

function newBeginning(): Beginning {
  return { literals: new Map(), isStar: false };
}

function exceedsComplexity(roots: readonly Beginning[]): boolean {
  if (roots.length === 0) return false;
  const numbers = new Map<Beginning, number>();
  const seen = new Set<string>();
  const pending: ReadonlySet<Beginning>[] = [new Set(roots)];
  for (let set = pending.pop(); set; set = pending.pop()) {
    for (const character of [
      '',
      ...new Set([...set].flatMap((each) => [...each.literals.keys()])),
    ]) {
      const next = step(set, character);
      if (next.size > MAX_COMPLEXITY || seen.size > MAX_SETS) return true;
      const key = [...next]
        .map((each) => numberOf(numbers, each))
        .sort()
        .join();
      if (next.size === 0 || seen.has(key)) continue;
      seen.add(key);
      pending.push(next);
    }
  }
  return false;
}

function step(set: ReadonlySet<Beginning>, character: string): ReadonlySet<Beginning> {
  const next = new Set<Beginning>();
  for (const each of set) {
    if (each.isStar) next.add(each);
    for (const reached of each.literals.get(character) ?? []) {
      next.add(reached);
      if (reached.star) next.add(reached.star);
    }
  }
  return next;
}

function numberOf(numbers: Map<Beginning, number>, beginning: Beginning): number {
  const known = numbers.get(beginning);
  if (known !== undefined) return known;
  numbers.set(beginning, numbers.size);
  return numbers.size - 1;
}
