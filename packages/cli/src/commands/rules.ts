import { type Call, command, type OptionTable, UsageError } from '../command.ts';
import { flag, value } from '../options.ts';
import { kebabCase } from '../parse.ts';
import { compileRule, targetNames } from '../rules/compileRule.ts';
import { explainRule } from '../rules/explainRule.ts';
import { listRules } from '../rules/listRules.ts';
import { newRule } from '../rules/newRule.ts';
import { findDetection, openRulebook } from '../rules/rulebook.ts';
import { showRule } from '../rules/showRule.ts';
import { testRules } from '../rules/testRules.ts';
import { whichRules } from '../rules/whichRules.ts';

const options = {
  ...whichRules,
  to: value({
    placeholder: 'TARGET',
    help: `compile: to what, one of ${targetNames.join(', ')}.`,
    read: (text) => targetNames.find((name) => name === text),
    wants: `one of ${targetNames.join(', ')}`,
  }),
  allowWider: flag('compile: take a form that matches more, where none matches the same.'),
  junit: value({
    placeholder: 'FILE',
    help: 'test: write the results for a build server, as JUnit does.',
    read: (text) => text || undefined,
    wants: 'a file',
  }),
  json: flag('Print JSON.'),
} satisfies OptionTable;

export const rules = command({
  summary: 'List, show, test, compile, explain and begin detections.',
  details:
    'A detection is a Sigma rule with its evidence: records that it must ring for and near misses that it must not. `list`, `show RULE`, `test [PATH]` (all, or those of a folder of your own), `compile RULE --to TARGET`, `explain RULE RECORD.json`, `new FILE.yml`.',
  args: { usage: 'list|show|test|compile|explain|new [RULE|PATH] [RECORD.json]', max: 3 },
  options,
  examples: [
    { line: 'tocsin rules list --pack essential', says: 'What rings, the gravest first.' },
    { line: 'tocsin rules show honeytoken-touched', says: 'Where it can run, and what to do.' },
    {
      line: 'tocsin rules test my-rules --junit report.xml',
      says: 'For CI: exit code 1 if one fails.',
    },
    {
      line: 'tocsin rules compile trail-stopped --to eventbridge',
      says: 'An event pattern, or which part cannot be one.',
    },
    { line: 'tocsin rules explain root-used record.json', says: 'Why it rang, or did not.' },
  ],
  async run(call) {
    const [name = 'list', ...rest] = call.args;
    const verb = verbs[name];
    if (verb === undefined) {
      throw new UsageError(`'${name}' is none of ${Object.keys(verbs).join(', ')}.`);
    }
    refuseStrays(name, verb, call, rest);
    verb.run(call, rest);
  },
});

type RulesCall = Call<typeof options>;

interface Verb {
  /** The options that it heeds; any other is refused. */
  readonly takes: readonly (keyof typeof options)[];
  /** What may follow it, at most. */
  readonly args: number;
  readonly run: (call: RulesCall, args: readonly string[]) => void;
}

const verbs: Readonly<Record<string, Verb>> = {
  list: {
    takes: ['rules', 'pack', 'minLevel', 'config', 'json'],
    args: 0,
    run({ options, terminal }) {
      const { detections, selected } = openRulebook(options, terminal);
      const wanted = options.pack.length > 0 || options.minLevel !== undefined;
      listRules(wanted ? selected : detections, options.json, terminal);
    },
  },
  show: {
    takes: ['rules', 'config', 'json'],
    args: 1,
    run({ options, terminal }, [name]) {
      const book = openRulebook(options, terminal);
      showRule(findDetection(book, name), book.detections, options.json, terminal);
    },
  },
  test: {
    takes: ['rules', 'junit', 'json'],
    args: 1,
    run({ options, terminal }, [path]) {
      if (path !== undefined && options.rules.length > 0) {
        throw new UsageError('Name the path, or --rules: both say what is to be tested.');
      }
      testRules(openRulebook(options, terminal, path), options, terminal);
    },
  },
  compile: {
    takes: ['rules', 'config', 'to', 'allowWider', 'json'],
    args: 1,
    run({ options, terminal }, [name]) {
      const book = openRulebook(options, terminal);
      compileRule(findDetection(book, name), book.detections, options, terminal);
    },
  },
  explain: {
    takes: ['rules', 'config', 'json'],
    args: 2,
    run({ options, terminal }, [name, file]) {
      const book = openRulebook(options, terminal);
      const detection = findDetection(book, name);
      explainRule(detection, book.detections, file, options.json, terminal);
    },
  },
  new: { takes: [], args: 1, run: ({ terminal }, [file]) => newRule(file, terminal) },
};

function refuseStrays(name: string, verb: Verb, call: RulesCall, args: readonly string[]) {
  const surplus = args[verb.args];
  if (surplus !== undefined) throw new UsageError(`Unexpected '${surplus}' after rules ${name}.`);
  const stray = Object.entries(call.options).find(([option, given]) => {
    const isGiven = Array.isArray(given) ? given.length > 0 : Boolean(given);
    return isGiven && !(verb.takes as readonly string[]).includes(option);
  });
  if (stray) throw new UsageError(`--${kebabCase(stray[0])} is not for rules ${name}.`);
}
