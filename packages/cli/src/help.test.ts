import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from './commands/index.ts';
import { commandHelp, commandPage, overview } from './help.ts';
import { kebabCase, parse } from './parse.ts';

test('every command is in the overview', () => {
  for (const name of Object.keys(commands))
    assert.match(overview(commands), new RegExp(`\\b${name} `));
});

for (const [name, command] of Object.entries(commands)) {
  test(`${name}: every option and example is in its help and on its page`, () => {
    for (const text of [commandHelp(name, command), commandPage(name, command)]) {
      for (const option of Object.keys(command.options)) {
        assert.ok(text.includes(`--${kebabCase(option)}`), option);
      }
      for (const { line } of command.examples) assert.ok(text.includes(line), line);
    }
  });

  test(`${name}: its examples are understood`, () => {
    for (const { line } of command.examples) {
      const call = new RegExp(`tocsin ${name}([^|)"]*)`).exec(line)?.[1];
      if (call === undefined) continue;
      assert.doesNotThrow(() => parse(command, call.split(' ').filter(Boolean)), line);
    }
  });
}
