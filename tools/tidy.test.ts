import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tidy } from './tidy.ts';

const sentences = (path: string, text: string): string =>
  tidy(path, text)
    .map(({ line, sentence }) => `${line}: ${sentence}`)
    .join('\n');

const manyLines = (count: number): string => 'let a = 1;\n'.repeat(count);
const functionOf = (lines: number): string =>
  `export function f(): void {\n${'  g();\n'.repeat(lines - 2)}}\n`;

const operations = 'packages/cloud/src/services/secretsmanager';

const broken: readonly (readonly [path: string, text: string, says: RegExp])[] = [
  ['packages/engine/src/a.ts', "import { join } from 'node:path';", /1: engine imports nothing/],
  ['packages/engine/src/a.ts', "export * from '../../wire/src/index.ts';", /1: engine/],
  ['packages/wire/src/a.ts', "import type { A } from '@tocsin/engine/filter';", /1: wire knows/],
  ['packages/cloud/src/kernel/a.ts', "import { a } from '../trail/a.ts';", /1: kernel imports/],
  ['packages/cloud/src/gateway/a.ts', "import { a } from '../services/index.ts';", /1: gateway/],
  [`${operations}/a.ts`, "import { a } from '../sns/state.ts';", /1: A service never imports/],
  [`${operations}/a.ts`, "import { a } from '@tocsin/wire';", /1: services import kernel/],
  ['packages/cli/src/commands/mail.ts', "await import('@tocsin/cloud');", /1: cli imports/],
  ['packages/console/src/a.ts', "import 'node:fs';", /1: console/],
  ['packages/engine/src/a.ts', '\nconst now = Date.now();', /2: Time and chance/],
  ['packages/cloud/src/gateway/a.ts', 'const now = new Date();', /1: Time and chance/],
  [`${operations}/a.ts`, 'setTimeout(f, 1);', /1: Time and chance/],
  ['packages/wire/src/json.ts', 'const a = Math.random();', /1: Time and chance/],
  ['tools/a.ts', 'export default 1;', /1: Exports have names/],
  ['packages/engine/src/utils/a.ts', '', /1: A name says/],
  ['packages/engine/src/helpers.ts', '', /1: A name says/],
  [`${operations}/ReadSecret.ts`, '', /1: An operation's file/],
  ['packages/engine/src/a.ts', manyLines(251), /251: A file has at most/],
  ['packages/engine/src/a.test.ts', manyLines(601), /601: A file has at most/],
  ['packages/engine/src/a.ts', functionOf(61), /1: A function has at most/],
  ['packages/engine/src/a.ts', `// ${'a'.repeat(98)}`, /1: A line has at most/],
  ['packages/engine/src/a.ts', `f('${'a'.repeat(98)}');`, /1: A line has at most/],
  ['README.md', 'one\nTODO: two', /2: What is not finished/],
  ['README.md', `see ${['', 'home', 'me', 'a'].join('/')}`, /1: A file works on every machine/],
  ['package-lock.json', '"resolved": "https://mirror.example/a.tgz"', /1: A file works/],
  ['docs/a.md', 'see issue #12', /1: The project speaks of itself/],
];

const welcome: readonly (readonly [path: string, text: string])[] = [
  ['packages/engine/src/a.ts', "import { b } from './filter/b.ts';"],
  ['packages/engine/src/a.test.ts', "import { it } from 'node:test';"],
  ['packages/wire/src/a.ts', "import { XMLParser } from 'fast-xml-parser';"],
  ['packages/cloud/src/main.ts', "import { services } from './services/index.ts';"],
  ['packages/cloud/src/services/index.ts', "import { sns } from './sns/index.ts';"],
  [`${operations}/GetSecretValue.ts`, "import { operation } from '../../kernel/operation.ts';"],
  [`${operations}/a.ts`, "import { a } from './state.ts';"],
  ['packages/cli/src/commands/up.ts', "await import('@tocsin/cloud');"],
  ['packages/engine/src/a.ts', "// Date.now() is not used.\nconst a = 'Date.now()';"],
  ['packages/engine/src/a.ts', 'const at = new Date(timeMs);'],
  ['packages/cloud/src/kernel/clock.ts', 'const now = Date.now();'],
  ['packages/engine/src/a.ts', `// Table.\n${manyLines(400)}`],
  ['packages/engine/src/a.ts', functionOf(60)],
  ['packages/engine/src/a.test.ts', `f('${'a'.repeat(98)}');`],
  ['packages/engine/src/a.ts', `    '${'a'.repeat(98)}',`],
  ['packages/engine/src/a.ts', `// https://docs.aws.amazon.com/${'a'.repeat(90)}`],
  ['package-lock.json', '"resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz"'],
  [`${operations}/state.ts`, ''],
];

describe('tidy', () => {
  for (const [path, text, says] of broken) {
    it(`${path} breaks: ${says.source.slice(3)}`, () => assert.match(sentences(path, text), says));
  }
  for (const [path, text] of welcome) {
    it(`${path} keeps: ${JSON.stringify(text).slice(0, 60)}`, () =>
      assert.equal(sentences(path, text), ''));
  }
});
