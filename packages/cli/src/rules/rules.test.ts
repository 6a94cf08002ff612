import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Command, Failure, UsageError } from '../command.ts';
import { rules } from '../commands/rules.ts';
import { parse } from '../parse.ts';
import { plain } from '../terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-rules-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Runs `tocsin rules …` and gives what it printed. */
async function run(...argv: string[]): Promise<{ out: string; err: string }> {
  const parsed = parse(rules as Command, argv);
  assert.ok(parsed !== 'help');
  const said = { out: '', err: '' };
  await rules.run({
    ...(parsed as Pick<Parameters<typeof rules.run>[0], 'options' | 'args'>),
    environment: {},
    terminal: {
      interactive: false,
      paint: plain,
      columns: 100,
      print: (line = '') => {
        said.out += `${line}\n`;
      },
      warn: (line) => {
        said.err += `${line}\n`;
      },
      ask: async () => '',
    },
  });
  return said;
}

test('list shows the gravest first, and as JSON', async () => {
  const { out } = await run('list', '--pack', 'tamper');
  assert.match(out.split('\n')[0]!, /^critical/);
  assert.match(out, /trail-stopped\s+Trail stopped\s+T1562\.008/);
  const { out: json } = await run('list', '--json');
  const named = JSON.parse(json).find(({ name }: { name: string }) => name === 'named-secret-read');
  assert.deepEqual(named.needs, ['watched_secrets']);
});

test('show says where a rule runs, what to do, and what proves it', async () => {
  const { out } = await run('show', 'trail-stopped');
  for (const line of [
    /✓ cloudwatch\s+exact/,
    /✓ eventbridge\s+exact/,
    /start-logging/,
    /rings for/,
  ]) {
    assert.match(out, line);
  }
  const { out: cis } = await run('show', '4-06-console-authentication-failures');
  assert.match(cis, /Without quotes around the two words/);
});

test('compile prints what AWS takes', async () => {
  const { out } = await run('compile', 'trail-stopped', '--to', 'cloudwatch');
  assert.match(out, /^\{ .*\$\.eventName = "?StopLogging"?/);
  const pattern = await run('compile', 'secret-read-denied', '--to', 'eventbridge');
  assert.match(pattern.out, /"prefix": "AccessDenied"/);
  assert.match(pattern.err, /ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS/);
  const { out: sql } = await run('compile', 'many-secrets-read', '--to', 'athena');
  assert.match(sql, /SELECT/);
});

test('compile refuses what a target cannot say, and says what it is', async () => {
  await assert.rejects(run('compile', 'many-secrets-read', '--to', 'eventbridge'), Failure);
  await assert.rejects(
    run('compile', 'secret-read-by-new-principal', '--to', 'eventbridge'),
    /--allow-wider/,
  );
  const wider = ['compile', 'secret-read-by-new-principal', '--to', 'eventbridge', '--allow-wider'];
  const { err } = await run(...wider);
  assert.match(err, /wider/);
});

test('explain names the part of the condition that failed, and on which value', async () => {
  const record = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StartLogging' };
  const { out } = await run('explain', 'trail-stopped', file('r.json', JSON.stringify(record)));
  assert.match(out, /^Trail stopped does not match/);
  assert.match(out, /✗ eventName\s+the record has "StartLogging"\s+line \d+/);
  const wrapped = { detail: { ...record, eventName: 'StopLogging' } };
  const again = await run('explain', 'trail-stopped', file('e.json', JSON.stringify(wrapped)));
  assert.match(again.out, /^Trail stopped matches/);
});

test('rules of others load as they are, and what they count the old way is told', async () => {
  const rule = (condition: string) => `title: Others
id: 3f0c8f0e-8f4c-4d0e-9a53-0d5d6b7a1c11
related:
    - id: 4f0c8f0e-8f4c-4d0e-9a53-0d5d6b7a1c11
      type: similar
status: test
description: |
    One line.
    Another.
author: somebody @somewhere
date: 2023/01/06
modified: 2024-07-11
tags:
    - attack.privilege_escalation
logsource:
    product: aws
    service: cloudtrail
detection:
    selection_source:
        eventSource: 's3.amazonaws.com'
    selection_status:
        errorCode: null
    filter_main_own:
        - requestParameters|contains|all:
              - '"Allow"'
              - 'own'
        - userAgent|contains: 'Jersey/\${project.version}'
    condition: ${condition}
fields:
    - userIdentity.arn
falsepositives:
    - Unknown
level: medium
`;
  const loads = file('loads.yml', rule('all of selection_* and not 1 of filter_main_*'));
  const counts = file('counts.yml', rule('selection_source | count() > 10'));
  const shown = await run('show', 'loads', '--rules', loads, '--rules', counts);
  assert.match(shown.out, /One line\. Another\./);
  assert.match(shown.err, /skipped .*counts\.yml:28: .*write a correlation/);
});

test('new begins a rule that is valid and whose evidence holds; test fails where it does not', async () => {
  const path = join(folder, 'own', 'mine.yml');
  await run('new', path);
  const report = join(folder, 'report.xml');
  const { out } = await run('test', path, '--junit', report);
  assert.match(out, /1 rules, 2 of 2 cases hold/);
  assert.match(readFileSync(report, 'utf8'), /tests="2" failures="0"/);
  writeFileSync(path, readFileSync(path, 'utf8').replace('DeleteSecret\n', 'PutSecretValue\n'));
  await assert.rejects(run('test', join(folder, 'own'), '--junit', report), Failure);
  assert.match(readFileSync(report, 'utf8'), /<failure message="does not ring"\/>/);
});

test('mistakes are told with what is right', async () => {
  for (const [argv, message] of [
    [['list', '--pack', 'none'], /a pack \(essential/],
    [['show', 'trail-stop'], /Is it trail-stopped/],
    [['compile', 'trail-stopped'], /Say --to cloudwatch/],
    [['dance'], /none of list, show/],
    [['list', '--to', 'athena'], /--to is not for rules list/],
    [['new', 'a.yml', '--json'], /--json is not for rules new/],
    [['list', 'trail-stopped'], /Unexpected 'trail-stopped'/],
    [['test', 'a', '--rules', 'b'], /both say what is to be tested/],
  ] as const) {
    await assert.rejects(run(...argv), (error: Error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});

test('settings fill parameters, and strangers among them are named', async () => {
  const config = file(
    'tocsin.yml',
    'detections:\n  parameters:\n    named-secret-read:\n      watched_secrets: [prod/db]\n',
  );
  const { out } = await run('compile', 'named-secret-read', '--to', 'athena', '--config', config);
  assert.match(out, /prod\/db/);
  const wrong = file('wrong.yml', 'detections:\n  disable: [nothing]\n');
  await assert.rejects(run('list', '--config', wrong), /names nothing, which is no detection/);
});

test('a file that is no rule is named with its line, and the others work', async () => {
  const bad = file('bad.yml', 'title: Bad\ndetection:\n  a: [1\n');
  const { out, err } = await run('list', '--rules', bad);
  assert.match(err, /skipped .*bad\.yml:\d+: /);
  assert.match(out, /rules\. More of one/);
});
