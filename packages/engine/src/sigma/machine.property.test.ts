import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Condition, SigmaRule } from './index.ts';
import { compileMatcher, explain, parseSigma, requirementOf, satisfies } from './index.ts';

const regex = () => ({ test: () => false });

/** Few fields and texts, so that rules and records often meet. */
const FIELDS = ['event', 'kind', 'user', 'user.type', 'list.name', 'list'] as const;
const TEXTS = ['Delete', 'DELETE', 'deleteTrail', 'put', 'root', 'Root user', '1', 'true', ''];
const MODIFIERS = ['', '|contains', '|startswith', '|endswith', '|cased', '|neq'] as const;

const scalar = fc.constantFrom(...TEXTS, 1, true, null);
const element = fc.record({ name: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) });
const recordOf = fc.record(
  {
    event: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    kind: scalar,
    user: fc.oneof(scalar, fc.record({ type: scalar }, { requiredKeys: [] })),
    list: fc.oneof(element, fc.array(element, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);

const value = fc.constantFrom(
  ...TEXTS.filter((text) => text !== ''),
  'del*',
  '*ro?t*',
  '*"type":"d*',
  1,
  true,
);
const item = fc
  .tuple(
    fc.constantFrom(...FIELDS),
    fc.constantFrom(...MODIFIERS),
    fc.array(value, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([field, modifier, values, all]) => {
    const every = all && values.length > 1 ? '|all' : '';
    return { [`${field}${modifier}${every}`]: values };
  });
const map = fc.array(item, { minLength: 1, maxLength: 3 }).map((all) => Object.assign({}, ...all));
const detection = fc.oneof(
  { weight: 3, arbitrary: map },
  { weight: 1, arbitrary: fc.array(map, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(value, { minLength: 1, maxLength: 2 }) },
);
const CONDITIONS = ['a', 'a and not b', 'a or b', 'all of them', '1 of *', 'not (a or not b)'];
const document = fc
  .tuple(detection, detection, fc.constantFrom(...CONDITIONS))
  .map(([a, b, condition]) => ({ title: 't', logsource: {}, detection: { a, b, condition } }));

type Selection = Readonly<Record<string, unknown>>;
type Document = { readonly detection: Readonly<Record<string, unknown>> };

it('the machine finds what reading the rules word by word finds', () => {
  const rules = fc.array(document, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(rules, fc.array(recordOf, { maxLength: 8 }), (documents, records) => {
      const parsed = documents.map(parse);
      const matcher = compileMatcher(parsed, { regex });
      for (const record of records) {
        const expected = parsed.filter((rule, at) => isMatch(rule, documents[at]!, record));
        assert.deepEqual(matcher.match(record), expected);
        for (const rule of parsed) {
          const matched = expected.includes(rule);
          assert.equal(explain(rule, record, { regex }).matched, matched);
          if (matched) assert.ok(satisfies(record, requirementOf(rule)));
        }
      }
    }),
    { numRuns: 400 },
  );
});

it('a required literal stands in the raw record', () => {
  fc.assert(
    fc.property(document, recordOf, (source, record) => {
      const rule = parse(source);
      if (!isMatch(rule, source, record)) return;
      const raw = JSON.stringify(record).toLowerCase();
      for (const clause of requirementOf(rule).clauses) {
        if (!clause.every((atom) => atom.kind === 'contains')) continue;
        assert.ok(clause.some((atom) => raw.includes(atom.text)));
      }
    }),
    { numRuns: 400 },
  );
});

function parse(source: object): SigmaRule {
  const rule = parseSigma(source, { file: 'r', lineOf: () => undefined });
  assert.equal(rule.kind, 'rule');
  return rule as SigmaRule;
}

/** Sigma as its text has it, without a thought to speed. */
function isMatch(rule: SigmaRule, { detection: searches }: Document, record: object): boolean {
  const holds = (condition: Condition): boolean => {
    if (condition.kind === 'search') return isFound(searches[condition.name], record);
    if (condition.kind === 'not') return !holds(condition.of);
    return condition.kind === 'and' ? condition.of.every(holds) : condition.of.some(holds);
  };
  return holds(rule.condition);
}

function isFound(search: unknown, record: object): boolean {
  if (Array.isArray(search)) return search.some((one) => isFound(one, record));
  if (typeof search !== 'object') return leavesOf(record).some(like(`*${search}*`, false));
  return Object.entries(search as Selection).every(([key, wanted]) => isItem(key, wanted, record));
}

function isItem(key: string, wanted: unknown, record: object): boolean {
  const [field = '', ...modifiers] = key.split('|');
  const texts = textsAt(record, field.split('.'));
  const before = modifiers.some((name) => name === 'contains' || name === 'endswith') ? '*' : '';
  const after = modifiers.some((name) => name === 'contains' || name === 'startswith') ? '*' : '';
  const tests = (wanted as unknown[]).map((one) =>
    like(`${before}${one}${after}`, modifiers.includes('cased')),
  );
  const found = (test: (text: string) => boolean) => texts.some(test);
  const matched = modifiers.includes('all') ? tests.every(found) : tests.some(found);
  return matched !== modifiers.includes('neq');
}

function like(glob: string, cased: boolean): (text: string) => boolean {
  const source = glob.replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^(?:${source})$`, cased ? 's' : 'is');
  return (text) => expression.test(text);
}

function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsAt(one, path));
  const [key, ...rest] = path;
  if (value === null || value === undefined) return [];
  if (key === undefined) {
    return [typeof value === 'object' ? JSON.stringify(value) : `${value}`];
  }
  if (typeof value !== 'object') return [];
  return textsAt((value as Selection)[key], rest);
}

function leavesOf(value: unknown): readonly string[] {
  if (value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [String(value)];
}
