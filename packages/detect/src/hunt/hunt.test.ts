import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { noConfiguration } from '../configuration.ts';
import type { TrailRecord } from '../extension.ts';
import type { Finding } from '../finding.ts';
import { builtInRules, loadRules } from '../load.ts';
import { select } from '../selection.ts';
import { type HuntOptions, type HuntProgress, hunt, type LogPlace } from './hunt.ts';
import { WrongState } from './huntState.ts';
import { localLogs } from './localLogs.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-hunt-'));
after(() => rmSync(folder, { recursive: true }));
const { detections: all } = loadRules([builtInRules], noConfiguration);
const detections = select(all, { packs: ['all'], minLevel: 'low' }, noConfiguration);

const write = (name: string, records: readonly TrailRecord[]) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, gzipSync(JSON.stringify({ Records: records })));
  return path;
};

/** Reads of secrets in an order that only time tells, and others who do not read so many. */
const reads = Array.from({ length: 60 }, (_, index): TrailRecord => {
  const time = new Date(Date.parse('2026-11-20T10:00:00Z') + ((index * 37) % 60) * 10_000);
  const userName = index % 3 === 0 ? 'mallory' : `worker-${index}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::123456789012:user/${userName}`,
      accountId: '123456789012',
      userName,
    },
    eventTime: time.toISOString().replace('.000', ''),
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: index % 20 === 7 ? 'DeleteSecret' : 'GetSecretValue',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2',
    requestParameters: { secretId: `secret-${index}` },
    responseElements: null,
    eventID: `event-${index}`,
    recipientAccountId: '123456789012',
  };
});
const logs = Array.from({ length: 12 }, (_, log) =>
  write(`reads/${log % 3}/${log}.json.gz`, reads.slice(log * 5, log * 5 + 5)),
);

async function findings(paths: readonly string[], more: Partial<HuntOptions> = {}) {
  const found: Finding[] = [];
  const hunted = await hunt({
    detections,
    logs: localLogs(paths),
    jobs: 1,
    found: (finding) => found.push(finding),
    ...more,
  });
  return { found, hunted };
}

test('finds the same with any number of threads, in any order of files', async () => {
  const { found: expected, hunted } = await findings([join(folder, 'reads')]);
  const names = new Set(expected.map(({ detection }) => detection));
  assert.ok(names.has('many-secrets-read') && names.has('secret-deleted'), [...names].join());
  assert.deepEqual([hunted.logs, hunted.records, hunted.problems], [12, 60, 0]);
  const times = expected.map(({ time }) => time);
  assert.deepEqual(times, times.toSorted());
  for (const jobs of [2, 5]) {
    const { found } = await findings(logs.toReversed(), { jobs });
    assert.deepEqual(found, expected);
  }
});

test('counts once what was delivered twice', async () => {
  const { found: expected } = await findings([join(folder, 'reads')]);
  const twice = write('twice/again.json.gz', reads);
  const { found } = await findings([join(folder, 'reads'), twice]);
  assert.deepEqual(found, expected);
});

test('looks only at the time that was asked for', async () => {
  const sinceMs = Date.parse('2026-11-20T10:03:00Z');
  const untilMs = Date.parse('2026-11-20T10:05:00Z');
  const { found } = await findings([join(folder, 'reads')], { sinceMs, untilMs });
  assert.ok(found.length > 0);
  for (const { time } of found) assert.match(time, /T10:0[34]:/);
});

test('goes on where it was interrupted', async () => {
  const { found: expected } = await findings(logs);
  const stateFile = join(folder, 'state');
  const stop = new AbortController();
  const progress = ({ logsRead }: HuntProgress) => logsRead >= 3 && stop.abort();
  const first = await findings(logs, { stateFile, signal: stop.signal, progress });
  assert.deepEqual([first.hunted.interrupted, first.found], [true, []]);
  const read: number[] = [];
  const second = await findings(logs, {
    stateFile,
    progress: ({ phase, logsRead }) => phase === 'reading' && read.push(logsRead),
  });
  assert.deepEqual(second.found, expected);
  assert.ok(read[0]! >= 3 && read.at(-1) === 12, read.join());
  // Once more: nothing is read, and the same is found.
  assert.deepEqual((await findings(logs, { stateFile })).found, expected);
});

test('reads again what has changed, and refuses a state of other rules', async () => {
  const stateFile = join(folder, 'changing');
  const path = write('changing.json.gz', reads.slice(0, 1));
  await findings([path], { stateFile });
  write('changing.json.gz', reads.slice(5, 9));
  const { hunted, found } = await findings([path], { stateFile });
  assert.equal(hunted.records, 4);
  assert.deepEqual(found, (await findings([path])).found);
  const fewer = { stateFile, detections: detections.slice(1) };
  await assert.rejects(findings([path], fewer), WrongState);
  await assert.rejects(findings([path], { stateFile, sinceMs: 1 }), WrongState);
  await assert.rejects(findings([path], { stateFile: logs[0]! }), /is no state of a hunt/);
});

test('tells what it could not read, and reads the rest', async () => {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  const whole = readFileSync(logs[0]!);
  writeFileSync(join(broken, 'a.json.gz'), whole.subarray(0, 200));
  writeFileSync(join(broken, 'b.json'), '{"Records":[{"eventVersion":"1');
  writeFileSync(join(broken, 'c.txt'), 'nothing');
  writeFileSync(join(broken, 'd_CloudTrail-Digest_.json'), '{"digestStartTime":"2026-11-20"}');
  writeFileSync(join(broken, 'e.json.gz'), whole);
  const { hunted } = await findings([broken], { jobs: 2 });
  assert.deepEqual(
    hunted.firstProblems.map(({ name, reason }) => [name.slice(broken.length + 1), reason]),
    [
      ['a.json.gz', 'is cut off: its gzip has no end'],
      ['b.json', 'ends in the middle of a record'],
      ['c.txt', 'has no record of CloudTrail'],
      ['d_CloudTrail-Digest_.json', 'is a digest, which has no records'],
    ],
  );
  assert.ok(hunted.records >= 5);
});

test('reads what others hand it, and tells what they could not', async () => {
  const place: LogPlace = {
    async *list() {
      for (const name of ['well', 'gone', 'well too']) yield { name, sizeBytes: 100, stamp: '' };
    },
    async *open(name) {
      if (name === 'gone') throw new Error('cannot be read: NoSuchKey');
      const bytes = gzipSync(JSON.stringify({ Records: name === 'well' ? reads : [] }));
      yield bytes.subarray(0, 10);
      yield bytes.subarray(10);
    },
  };
  for (const jobs of [1, 2]) {
    const { hunted } = await findings([], { logs: place, jobs });
    assert.deepEqual(hunted.firstProblems, [{ name: 'gone', reason: 'cannot be read: NoSuchKey' }]);
    assert.equal(hunted.records, 60);
  }
});

const recorded = join(import.meta.dirname, '../../../../../shared/data/attack-records.ndjson');
const skip = existsSync(recorded) ? false : 'needs ../shared/data';

test('finds every recorded technique in delivered files', { skip }, async () => {
  const techniques = new Map<string, TrailRecord[]>();
  for (const line of readFileSync(recorded, 'utf8').trim().split('\n')) {
    const { technique, event } = JSON.parse(line) as { technique: string; event: TrailRecord };
    techniques.set(technique, [...(techniques.get(technique) ?? []), event]);
  }
  const eventIDs = new Map<unknown, string>();
  for (const [technique, records] of techniques) {
    write(`attacks/${technique}.json.gz`, records);
    for (const { eventID } of records) eventIDs.set(eventID, technique);
  }
  const { found } = await findings([join(folder, 'attacks')], { jobs: 2 });
  const caught = new Set(found.map(({ eventID }) => eventIDs.get(eventID)));
  assert.deepEqual(
    [...techniques.keys()].filter((technique) => !caught.has(technique)),
    [],
  );
});
