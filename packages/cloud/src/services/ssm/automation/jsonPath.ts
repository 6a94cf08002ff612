/**
 * A JSONPath as Automation's selectors use it: `$.Users[0].Name`, `$..Arn`, `$.Keys[*].Id`,
 * `$.Keys[?(@.Status == 'Active')].Id`. A path that can name one thing alone gives it, or
 * undefined; one with a wildcard, `..` or a filter gives the list of all that it names.
 * @throws SelectorError
 */
export function select(tree: unknown, path: string): unknown {
  const steps = compile(path);
  let found: unknown[] = [tree];
  for (const step of steps) {
    found = found.flatMap(step.from);
    if (found.length > matchesMax) {
      throw new SelectorError(`Selector "${path}" matches more than ${matchesMax} values.`);
    }
  }
  return steps.some(({ many }) => many) ? found : found[0];
}

export class SelectorError extends Error {}

const matchesMax = 10_000;
const stepsMax = 50;

interface PathStep {
  readonly many: boolean;
  readonly from: (value: unknown) => unknown[];
}

/** One part of a path: `.name`, `..name`, `['name']`, `[0]`, `[*]`, `[?(@.name == value)]`. */
const part = new RegExp(
  [
    String.raw`(?<deep>\.\.)?(?:\.?(?<name>[A-Za-z_][\w-]*)|\.?(?<all>\*)|\[(?:`,
    String.raw`(?<index>-?\d+)|(?<every>\*)|'(?<quoted>[^']*)'|"(?<quoted2>[^"]*)"|`,
    String.raw`\?\(\s*@\.(?<key>[\w.-]+)\s*`,
    String.raw`(?:(?<operator>==|!=)\s*(?<wanted>'[^']*'|"[^"]*"|[\w.-]+)\s*)?\))\])`,
  ].join(''),
  'y',
);

function compile(path: string): PathStep[] {
  const text = path.trim();
  if (!text.startsWith('$')) throw new SelectorError(`Invalid selector "${path}".`);
  const steps: PathStep[] = [];
  let at = 1;
  while (at < text.length) {
    part.lastIndex = at;
    const match = part.exec(text);
    if (!match || steps.length >= stepsMax) throw new SelectorError(`Invalid selector "${path}".`);
    at = part.lastIndex;
    const groups = match.groups as Readonly<Record<string, string | undefined>>;
    if (groups.deep) steps.push({ many: true, from: descendants });
    steps.push(stepOf(groups));
  }
  return steps;
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): PathStep {
  const name = groups.name ?? groups.quoted ?? groups.quoted2;
  if (name !== undefined) return { many: false, from: (value) => member(value, name) };
  if (groups.index !== undefined) {
    const index = Number(groups.index);
    return {
      many: false,
      from: (value) => present(Array.isArray(value) ? value.at(index) : undefined),
    };
  }
  if (groups.key === undefined) return { many: true, from: children };
  return { many: true, from: (value) => children(value).filter((item) => passes(item, groups)) };
}

function passes(item: unknown, groups: Readonly<Record<string, string | undefined>>): boolean {
  const { key = '', operator, wanted = '' } = groups;
  let value: unknown = item;
  for (const name of key.split('.')) [value] = member(value, name);
  if (operator === undefined) return value !== undefined;
  return (String(value) === wanted.replaceAll(/^['"]|['"]$/g, '')) === (operator === '==');
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const present = (value: unknown) => (value === undefined ? [] : [value]);

const member = (value: unknown, name: string) =>
  isTree(value) && Object.hasOwn(value, name) ? present(value[name]) : [];

const children = (value: unknown) => (isTree(value) ? Object.values(value) : []);

function descendants(value: unknown): unknown[] {
  const found: unknown[] = [];
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isTree(next)) continue;
    found.push(next);
    if (found.length > matchesMax) throw new SelectorError('The answer is too large to search.');
    waiting.push(...Object.values(next).reverse());
  }
  return found;
}
