/**
 * The JSON paths of input paths and transformers: `$`, names after dots or in brackets, and
 * numbers in brackets: `$.detail.items[0]['full name']`.
 */
export type JsonPath = readonly (string | number)[];

/** The steps of a path; undefined for text that is none. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (!found) return undefined;
    const [whole, name, quoted, doubleQuoted, index] = found;
    steps.push(index === undefined ? (name ?? quoted ?? doubleQuoted)! : Number(index));
    at += whole.length;
  }
  return steps;
}

const step = /\.([^.[\]'"*\s]+)|\['([^']+)'\]|\["([^"]+)"\]|\[(\d{1,6})\]/y;

/** What stands there; undefined where nothing does. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (!Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string | number, unknown>)[name];
  }
  return found;
}
