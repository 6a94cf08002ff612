import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMatcher, parseSigma, type SigmaRule } from '@tocsin/engine/sigma';
import fc from 'fast-check';
import { noConfiguration } from '../configuration.ts';
import { builtInRules, loadRules } from '../load.ts';
import { linearRegex } from '../regex.ts';
import { fastScanner } from './fastScanner.ts';
import { plainScanner, type Scanner, type Shape } from './scanner.ts';

const words = ['GetSecretValue', 'getsecretvalue', 'StopLogging', 'Stop', 'a/b', 'é', '42', 'true'];
const word = fc.constantFrom(...words);
const field = fc.constantFrom(
  'eventName',
  'eventSource',
  'userIdentity.type',
  'requestParameters.x',
);
const modifier = fc.constantFrom('', '|contains', '|startswith', '|endswith', '|re');
const item = fc
  .tuple(field, modifier, fc.array(word, { minLength: 1, maxLength: 3 }))
  .map(([name, how, values]) => ({ [`${name}${how}`]: values }));
const selection = fc.oneof(
  fc.array(item, { minLength: 1, maxLength: 2 }).map((items) => Object.assign({}, ...items)),
  fc.array(item, { minLength: 1, maxLength: 2 }),
  fc.array(word, { minLength: 1, maxLength: 2 }),
);
const rule = fc
  .tuple(
    selection,
    selection,
    fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', 'not a', '1 of them'),
  )
  .map(([a, b, condition]): SigmaRule => {
    const document = { title: 'r', logsource: {}, detection: { a, b, condition } };
    return parseSigma(document, { file: 'r', lineOf: () => undefined }) as SigmaRule;
  });

const value: fc.Arbitrary<unknown> = fc.oneof(
  word,
  fc.constantFrom(42, true, null, '{"eventName":"StopLogging"}', '"', '\\', '}],[{'),
  fc.array(word, { maxLength: 2 }),
);
const record = fc.record(
  {
    eventVersion: fc.constant('1.11'),
    userIdentity: fc.record({ type: value }),
    eventSource: value,
    eventName: value,
    requestParameters: fc.oneof(fc.constant(null), fc.record({ x: value, eventName: value })),
  },
  { requiredKeys: ['eventVersion'] },
);

/** JSON in a manner: with white space, with escapes that need not be, with a member twice. */
const manner = fc.record({
  space: fc.constantFrom('', ' ', '\n\t'),
  escapes: fc.constantFrom('none', 'letters', 'slashes', 'keys'),
  twice: fc.boolean(),
});
type Manner = typeof manner extends fc.Arbitrary<infer Of> ? Of : never;

function written(value: unknown, how: Manner, lines: boolean): string {
  const space = lines ? how.space.replaceAll(/\n/g, ' ') : how.space;
  const text = (of: string, isKey: boolean) => {
    const json = JSON.stringify(of);
    if (how.escapes === 'slashes') return json.replaceAll('/', '\\/');
    const escaped = isKey ? how.escapes === 'keys' : how.escapes === 'letters';
    return escaped ? json.replaceAll(/(?<!\\)[gsn](?!["\\])/gi, hidden) : json;
  };
  const hidden = (letter: string) => `\\u00${letter.charCodeAt(0).toString(16)}`;
  const all = (of: unknown): string => {
    if (typeof of === 'string') return text(of, false);
    if (typeof of !== 'object' || of === null) return JSON.stringify(of);
    if (Array.isArray(of)) return `[${space}${of.map(all).join(`,${space}`)}]`;
    const members = Object.entries(of).map(
      ([key, one]) => `${text(key, true)}${space}:${space}${all(one)}`,
    );
    if (how.twice && members.length > 0) members.unshift(`${text(Object.keys(of)[0]!, true)}:1`);
    return `{${space}${members.join(`${space},${space}`)}${space}}`;
  };
  return all(value);
}

/** The records that some rule matches, and how many objects there were. */
function hits(scanner: Scanner, bytes: Buffer, shape: Shape, rules: readonly SigmaRule[]) {
  const matcher = compileMatcher(rules, { regex: linearRegex });
  const found: string[] = [];
  let given = 0;
  const { usedBytes, dismissed, broken, ended } = scanner.scan(bytes, shape, (object) => {
    given += 1;
    if (matcher.match(object as object).length > 0) found.push(JSON.stringify(object));
  });
  return { found, objects: given + dismissed + broken, usedBytes, ended };
}

for (const shape of ['list', 'lines'] as const) {
  test(`${shape}: what is dismissed is matched by no rule, however it is written`, () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(record, manner), { maxLength: 6 }),
        (rules, records) => {
          const texts = records.map(([one, how]) => written(one, how, shape === 'lines'));
          const bytes = Buffer.from(
            shape === 'list' ? `${texts.join(',')}]` : `${texts.join('\n')}\n`,
          );
          const plain = hits(plainScanner, bytes, shape, rules);
          assert.deepEqual(hits(fastScanner(rules), bytes, shape, rules), plain);
        },
      ),
      { numRuns: 1_500 },
    );
  });
}

test('objects are found across the borders of blocks, wherever they lie', () => {
  const rules = loadRules([builtInRules], noConfiguration)
    .detections.filter(({ name }) => name === 'trail-stopped')
    .map(({ sigma }) => sigma as SigmaRule);
  const stop = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
  const border = 1 << 18;
  for (const before of [border - 100, border - 60, border - 40, border - 20, border - 1, border]) {
    const filler = JSON.stringify({ eventName: 'List', x: 'y'.repeat(before - 30) });
    const bytes = Buffer.from(`${filler},${JSON.stringify(stop)},${filler}]`);
    const { found, objects, ended } = hits(fastScanner(rules), bytes, 'list', rules);
    assert.deepEqual([found.length, objects, ended], [1, 3, true], String(before));
  }
});

test('an object that a rule writes as JSON is found with other white space and numbers', () => {
  const detection = {
    a: { eventName: 'Put', 'requestParameters.x': '{"a":12345}' },
    condition: 'a',
  };
  const document = { title: 'r', logsource: {}, detection };
  const rules = [parseSigma(document, { file: 'r', lineOf: () => undefined }) as SigmaRule];
  for (const object of ['{"a":12345}', '{ "a": 12345 }', '{"a":1.2345e4}']) {
    const bytes = Buffer.from(`{"eventName":"Put","requestParameters":{"x":${object}}}]`);
    assert.equal(hits(fastScanner(rules), bytes, 'list', rules).found.length, 1, object);
  }
});

test('most ordinary records are dismissed', () => {
  const rules = loadRules([builtInRules], noConfiguration)
    .detections.flatMap(({ sigma }) => (sigma.kind === 'rule' ? [sigma] : []))
    .filter(({ level }) => level !== 'informational');
  const records = Array.from({ length: 100 }, () => ({
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole' },
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
  }));
  const bytes = Buffer.from(`${records.map((one) => JSON.stringify(one)).join(',')}]`);
  assert.equal(fastScanner(rules).scan(bytes, 'list', () => {}).dismissed, 100);
});
