/**
 * The house rules as a check: `npm run tidy`.
 *
 * Each rule below is one sentence and a function that finds the lines which break it. A broken
 * rule prints `file:line` and its sentence, so that the message alone says what to do. Types,
 * format and lint belong to the compiler and to Biome; here is only what they cannot know.
 *
 * Rules read text, not syntax trees: the formatter keeps the text regular enough for that, and
 * the whole repository is checked faster than a compiler would start.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, whyForbidden } from './tidy/imports.ts';
import { longFunctions } from './tidy/longFunctions.ts';
import { type SourceFile, sourceFile } from './tidy/sourceFile.ts';

interface Broken {
  readonly line: number;
  readonly sentence: string;
}

interface Rule {
  readonly sentence: string;
  /** Lines (from 1) that break the rule; a pair brings its own, more exact sentence. */
  readonly broken: (file: SourceFile) => Iterable<number | Broken>;
}

const lineMax = 100;
const fileLinesMax = 250;
const testFileLinesMax = 600;
const functionLinesMax = 60;

const rules: readonly Rule[] = [
  {
    sentence: 'An import goes only where ARCHITECTURE.md lets it: who may import whom.',
    *broken(file) {
      if (file.isTest || !file.isCode) return;
      for (const { line, specifier } of importsOf(file)) {
        const sentence = whyForbidden(file.path, specifier);
        if (sentence !== undefined) yield { line, sentence };
      }
    },
  },
  {
    sentence: "Time and chance come in as arguments: the kernel's clock and ids are their sources.",
    broken: (file) =>
      file.isCode && !mayUseRealTime(file)
        ? matches(
            file.code,
            /\bDate\.now\b|\bnew Date\(\s*\)|\bset(?:Timeout|Interval)\b|\bMath\.random\b/,
          )
        : [],
  },
  {
    sentence: 'Exports have names: no default export.',
    broken: (file) => (file.isCode ? matches(file.code, /^export default\b/) : []),
  },
  {
    sentence: 'A name says what is inside: not utils, helpers, common, base or manager.',
    broken: ({ path }) =>
      path
        .split('/')
        .some((part) => /^(?:utils?|helpers?|common|base|managers?)(?:\.|$)/i.test(part))
        ? [1]
        : [],
  },
  {
    sentence: "An operation's file is named exactly as AWS names the operation.",
    broken: ({ path }) => (isOperationOfAws(path) ? [] : [1]),
  },
  {
    sentence: `A file has at most ${fileLinesMax} lines, a test ${testFileLinesMax}; a table says "// Table." first.`,
    broken(file) {
      if (!file.isCode || file.isTable) return [];
      const max = file.isTest ? testFileLinesMax : fileLinesMax;
      return file.lines.length > max ? [max + 1] : [];
    },
  },
  {
    sentence: `A function has at most ${functionLinesMax} lines.`,
    broken: (file) => (file.isCode && !file.isTest ? longFunctions(file, functionLinesMax) : []),
  },
  {
    sentence: `A line has at most ${lineMax} characters; a URL or a string on a line of its own may be longer, and any in tests and tables.`,
    *broken(file) {
      if (!file.isCode) return;
      for (const [index, text] of file.lines.entries()) {
        const excused =
          /https?:\/\//.test(text) ||
          stringAlone.test(text) ||
          (mayHoldLongStrings(file) && /['"`]/.test(text));
        if (text.length > lineMax && !excused) yield index + 1;
      }
    },
  },
  {
    sentence: 'What is not finished is not written down in code: no TODO, no FIXME.',
    broken: (file) => (isTidy(file) ? [] : matches(file.lines, /\b(?:TODO|FIXME)\b/)),
  },
  {
    sentence:
      'A file works on every machine: no paths of one machine, no registry but the public one.',
    broken: (file) =>
      isTidy(file)
        ? []
        : matches(
            file.lines,
            /(?<![\w.:/-])\/(?:home|Users|root|work)\/\w|"resolved": "https?:\/\/(?!registry\.npmjs\.org\/)/,
          ),
  },
  {
    sentence:
      'The project speaks of itself only: what a reader of this clone cannot open is not cited.',
    broken: (file) =>
      isTidy(file)
        ? []
        : matches(
            file.lines,
            /\bissue #\d+|\bthe (?:spec|captures)\b|\bshared\/(?:spec|design)\b/i,
          ),
  },
];

/** Every rule on one file. */
export function tidy(path: string, text: string): readonly Broken[] {
  const file = sourceFile(path, text);
  return rules.flatMap(({ sentence, broken }) =>
    [...broken(file)].map((found) =>
      typeof found === 'number' ? { line: found, sentence } : found,
    ),
  );
}

/** The kernel owns time; signatures are checked in real time; these others meet the real world. */
const realTimeFolders = [
  'packages/cloud/src/kernel/',
  'packages/cloud/src/runtime/bootstrap.mjs',
  'packages/wire/src/sigv4/',
  'packages/stack/src/killswitch/realTime.ts',
  'packages/testkit/',
  'packages/cli/',
  'tests/',
  'bench/',
  'tools/',
];

const mayUseRealTime = (file: SourceFile): boolean =>
  file.isTest || realTimeFolders.some((folder) => file.path.startsWith(folder));

/** AWS's sentences stay whole, so that they can be searched for. */
const stringAlone = /^\s*(?:return )?(['"`]).*\1[,;)]*$/;

const mayHoldLongStrings = (file: SourceFile): boolean =>
  file.isTest || file.isTable || isTidy(file);

/** This check names what it forbids. */
const isTidy = (file: SourceFile): boolean => file.path.startsWith('tools/tidy');

function* matches(lines: readonly string[], pattern: RegExp): Iterable<number> {
  for (const [index, text] of lines.entries()) if (pattern.test(text)) yield index + 1;
}

/** The SDK's clients whose package is not named like the service's folder. */
const clientNames: Readonly<Record<string, string>> = {
  secretsmanager: 'secrets-manager',
  logs: 'cloudwatch-logs',
  events: 'eventbridge',
};

/**
 * In a service's folder a capital initial means an operation. The SDK has one declaration file
 * per operation, so the name is looked up there, without loading a client.
 */
function isOperationOfAws(path: string): boolean {
  const [, service, name] = /services\/(\w+)\/([A-Z]\w*)(?:\.test)?\.ts$/.exec(path) ?? [];
  if (service === undefined || !path.startsWith('packages/cloud/')) return true;
  const client = `node_modules/@aws-sdk/client-${clientNames[service] ?? service}`;
  return existsSync(join(root, client, `dist-types/commands/${name}Command.d.ts`));
}

const root = join(import.meta.dirname, '..');
const readable = /(?:^|\/)(?:\.\w+|\w[\w.-]*\.(?:ts|js|json|md|ya?ml|html|css|sh)|run|LICENSE)$/;

function main(): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed
    .split('\n')
    .filter((path) => readable.test(path) && existsSync(join(root, path)));
  let count = 0;
  for (const path of paths) {
    for (const { line, sentence } of tidy(path, readFileSync(join(root, path), 'utf8'))) {
      console.error(`${path}:${line}  ${sentence}`);
      count += 1;
    }
  }
  console.log(count === 0 ? `${paths.length} files are tidy.` : `${count} places are not tidy.`);
  process.exitCode = count === 0 ? 0 : 1;
}

if (import.meta.main) main();
