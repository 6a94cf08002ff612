import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { parse } from './parse.ts';

const parsed = (line: string) => {
  const [name = '', ...argv] = line.split(' ');
  return parse(commands[name] as Command, argv);
};

test('a command line is read into values', async (t) => {
  const cases: readonly [line: string, option: string, value: unknown][] = [
    ['up', 'port', undefined],
    ['up --port 0', 'port', 0],
    ['up --port=65535', 'port', 65_535],
    ['up', 'memory', false],
    ['up --memory', 'memory', true],
    ['up', 'pace', 'instant'],
    ['up --pace aws', 'pace', 'aws'],
    ['up --clock virtual', 'clock', 'virtual'],
    ['up --account 123456789012', 'account', '123456789012'],
    ['up --region us-gov-west-1', 'region', 'us-gov-west-1'],
    ['up --region us-isob-east-1', 'region', 'us-isob-east-1'],
    ['up --smtp smtp://127.0.0.1:25', 'smtp', 'smtp://127.0.0.1:25'],
    ['up --mail-from a@b.example', 'mailFrom', 'a@b.example'],
    ['up', 'allowHost', []],
    ['up --allow-host A.example --allow-host b', 'allowHost', ['a.example', 'b']],
    [
      'up --admin-key AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'adminKey',
      {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
    ],
    ['env --shell fish', 'shell', 'fish'],
    ['mail --follow --json', 'follow', true],
  ];
  for (const [line, option, value] of cases) {
    await t.test(line, () => {
      const result = parsed(line);
      assert.notEqual(result, 'help');
      assert.deepEqual(result !== 'help' && result.options[option], value);
    });
  }
});

test('what is not understood is refused by its name', async (t) => {
  const cases: readonly [line: string, message: RegExp][] = [
    ['up --prot 1', /^Unknown option '--prot'\.$/],
    ['up --port', /'--port <value>' argument missing/],
    ['up --port 65536', /^--port: '65536' is not a port \(0 to 65535\)\.$/],
    ['up --port -1', /--port/],
    ['up --memory=yes', /'--memory' does not take an argument/],
    ['up 4566', /^Unexpected '4566'\.$/],
    ['up --account 1234', /^--account: '1234' is not an account id/],
    ['up --region Paris', /is not a Region/],
    ['up --pace slow', /^--pace: 'slow' is not one of instant, aws\.$/],
    ['up --host localhost', /is not an IP address/],
    ['up --allow-host a:80', /is not a host name without a port/],
    ['up --smtp http://a', /is not a mail relay's URL/],
    ['up --mail-from nobody', /is not an e-mail address/],
    ['clock advance 5m now', /^Unexpected 'now'\. What may stand there: \[advance DURATION\]\.$/],
  ];
  for (const [line, message] of cases) {
    await t.test(line, () => assert.throws(() => parsed(line), { name: 'Error', message }));
  }
});

test('a refused administrator’s key is not repeated', () => {
  assert.throws(
    () => parsed('up --admin-key AKIAIOSFODNN7EXAMPLE:short'),
    (error: Error) => /--admin-key/.test(error.message) && !/short|AKIA/.test(error.message),
  );
});
