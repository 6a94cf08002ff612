import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startTestCloud } from '@tocsin/testkit';
import { tocsin } from '../main.ts';
import { plain } from '../terminal.ts';
import { progressLine } from './progressBar.ts';
import { readTime } from './timeOption.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-hunt-'));
after(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const said = { out: '', err: '' };
  const terminal = {
    interactive: false,
    paint: plain,
    columns: 100,
    print: (line = '') => {
      said.out += `${line}\n`;
    },
    warn: (line: string) => {
      said.err += `${line}\n`;
    },
    ask: async () => '',
  };
  const code = await tocsin(['hunt', ...argv], terminal, process.env);
  return { code, ...said };
}

const record = (more: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/mallory' },
  eventTime: '2026-11-20T10:15:00Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: '=cmd|calc',
  requestParameters: { name: 'main' },
  responseElements: null,
  eventID: 'e-1',
  recipientAccountId: '123456789012',
  ...more,
});
const delivered = gzipSync(JSON.stringify({ Records: [record()] }));
const logs = join(folder, 'logs');
mkdirSync(logs);
writeFileSync(join(logs, 'a.json.gz'), delivered);
writeFileSync(join(logs, 'b.txt'), 'no log');

test('tells a person what rang, who and when, and what was not read', async () => {
  const { code, out, err } = await run(logs);
  assert.equal(code, 0);
  assert.match(out, /2026-11-20T10:15:00Z {2}critical {6}Trail stopped/);
  for (const part of ['When', 'What', 'Who', 'From']) assert.ok(out.includes(`\n${part}\n`), part);
  assert.match(err, /1 of 2 logs\n .*b\.txt has no record of CloudTrail\n/);
  assert.match(err, /1 finding · 1 record · 2 logs/);
});

test('writes findings for programs, and the summary elsewhere', async () => {
  const { out: json } = await run(logs, '--json');
  assert.equal(JSON.parse(json).record.eventID, 'e-1');
  const { out: csv, err } = await run(logs, '--format', 'csv');
  assert.match(csv, /^time,level,.*\r\n2026-11-20T10:15:00Z,critical,trail-stopped,.*'=cmd\|calc/);
  assert.match(err, /trail-stopped/);
  const file = join(folder, 'out.sarif');
  const { out } = await run(logs, '--format', 'sarif', '--output', file);
  assert.match(out, /trail-stopped/);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).runs[0].results[0].ruleId, 'trail-stopped');
});

test('ends with code 3 where it found what it should not', async () => {
  assert.equal((await run(logs, '--fail-on', 'critical')).code, 3);
  assert.equal(
    (await run(logs, '--fail-on', 'low', '--pack', 'cis', '--min-level', 'critical')).code,
    0,
  );
  assert.equal((await run(logs, '--fail-on', 'low', '--until', '2026-11-20')).code, 0);
});

test('keeps a state, and refuses one of another hunt', async () => {
  const state = join(folder, 'hunt.state');
  const first = await run(logs, '--resume', state);
  assert.equal((await run(logs, '--resume', state)).out, first.out);
  const { code, err } = await run(logs, '--resume', state, '--min-level', 'high');
  assert.equal(code, 1);
  assert.match(err, /was made with other rules, or for another time\. Remove it/);
});

test('refuses what makes no sense', async () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[], /Say where the logs are/],
    [['-', logs], /- stands alone/],
    [['-', '--resume', 'x'], /comes only once/],
    [['s3://'], /is not s3:\/\/BUCKET\/PREFIX/],
    [[logs, '--table', 'x'], /--table is for --engine athena alone/],
    [[logs, '--since', 'soon'], /'soon' is not a time/],
    [['--engine', 'athena', '--resume', 'x'], /for --engine local alone/],
  ];
  for (const [argv, message] of cases) {
    const { code, err } = await run(...argv);
    assert.equal(code, 2, argv.join(' '));
    assert.match(err, message);
  }
  const { code, err } = await run(join(folder, 'gone'));
  assert.deepEqual([code, err], [1, `tocsin: There is no ${join(folder, 'gone')}.\n`]);
});

test('reads a bucket, page by page', async (t) => {
  await using cloud = await startTestCloud();
  const { accessKeyId, secretAccessKey } = cloud.administrator;
  const settings = {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.settings.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  await cloud.s3.createBucket({ Bucket: 'my-trail' });
  await cloud.s3.putObject({ Bucket: 'my-trail', Key: 'AWSLogs/a.json.gz', Body: delivered });
  await cloud.s3.putObject({ Bucket: 'my-trail', Key: 'AWSLogs/b.txt', Body: 'no log' });
  await cloud.s3.putObject({ Bucket: 'my-trail', Key: 'other/c.json.gz', Body: delivered });
  const { code, out, err } = await run('s3://my-trail/AWSLogs/');
  assert.equal(code, 0, err);
  assert.match(out, /Trail stopped/);
  assert.match(err, /AWSLogs\/b\.txt has no record of CloudTrail/);
  assert.match(err, /1 finding · 1 record · 2 logs/);
  const missing = await run('s3://no-such-trail');
  assert.equal(missing.code, 1);
  assert.match(missing.err, /s3:\/\/no-such-trail cannot be listed at .*: NoSuchBucket/);
});

test('reads times', () => {
  const nowMs = Date.parse('2026-11-20T12:00:00Z');
  const iso = (text: string) => {
    const ms = readTime(text, nowMs);
    return ms === undefined ? undefined : new Date(ms).toISOString();
  };
  assert.deepEqual(
    ['2026-11-20', '2026-11-20T10:00', '2026-11-20T10:00+02:00', '7d', '12h', '30m', '7', 'x'].map(
      iso,
    ),
    [
      '2026-11-20T00:00:00.000Z',
      '2026-11-20T10:00:00.000Z',
      '2026-11-20T08:00:00.000Z',
      '2026-11-13T12:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
      '2026-11-20T11:30:00.000Z',
      undefined,
      undefined,
    ],
  );
});

test('shows how far it is', () => {
  const begin = {
    phase: 'reading',
    logs: 4,
    logsRead: 0,
    sizeBytes: 4_000,
    sizeBytesRead: 0,
    bytes: 0,
    records: 0,
  } as const;
  const now = { ...begin, logsRead: 1, sizeBytesRead: 1_000, bytes: 2 ** 20, records: 800 };
  const began = { ms: 0, progress: begin };
  assert.equal(
    progressLine(now, began, 2_000, 80, plain),
    '━━━━━───────────────  25% · 1.0 MB at 1 MB/s · 800 records at 400/s · 6 s left',
  );
  assert.equal(progressLine(begin, undefined, 0, 80, plain), 'looking for logs: 4, 3.9 KB');
});
