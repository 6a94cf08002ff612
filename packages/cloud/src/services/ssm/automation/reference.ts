/** `{{ name }}`, `{{ step.output }}`, `{{ global:DATE }}`. */
const reference = /\{\{\s*([A-Za-z0-9_:.-]+)\s*\}\}/g;
const onlyReference = /^\s*\{\{\s*([A-Za-z0-9_:.-]+)\s*\}\}\s*$/;

/** Every name that a tree refers to, once. */
export function referencesIn(tree: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(tree, found);
  return found;
}

function collect(tree: unknown, found: Set<string>) {
  if (typeof tree === 'string') {
    for (const [, name] of tree.matchAll(reference)) found.add(name!);
  } else if (typeof tree === 'object' && tree !== null) {
    for (const value of Object.values(tree)) collect(value, found);
  }
}

/**
 * The tree with the values in place of the references. A text that is a reference and no more
 * becomes the value itself, with its type; inside of a text, what is no text stands as JSON.
 */
export function fill(tree: unknown, lookUp: (name: string) => unknown): unknown {
  if (typeof tree === 'string') return fillText(tree, lookUp);
  if (Array.isArray(tree)) return tree.map((item) => fill(item, lookUp));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, fill(value, lookUp)]));
}

function fillText(text: string, lookUp: (name: string) => unknown): unknown {
  const only = onlyReference.exec(text);
  if (only) return lookUp(only[1]!);
  return text.replace(reference, (_whole, name: string) => {
    const value = lookUp(name);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
