import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { TrailRecord } from '../extension.ts';
import { inflate } from './inflate.ts';
import { createLogReader, objectBytesMax } from './logReader.ts';
import { problemOf } from './problemOf.ts';
import { plainScanner } from './scanner.ts';

const record = (eventID: string, more: object = {}): TrailRecord => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', userName: 'a{l"i\\ce}' },
  eventTime: '2026-11-20T10:15:00Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  requestParameters: null,
  eventID,
  ...more,
});
const [one, two, three] = ['1', '2', '3'].map((id) => record(id)) as [
  TrailRecord,
  TrailRecord,
  TrailRecord,
];
const json = JSON.stringify;
const pretty = (value: unknown) => JSON.stringify(value, undefined, 4);
const lines = (...values: unknown[]) => values.map((value) => `${json(value)}\n`).join('');
const message = (value: unknown) => ({ timestamp: 1, message: json(value) });

/** Reads bytes that come in pieces of a size. */
async function read(bytes: string | Buffer, pieceBytes = Number.POSITIVE_INFINITY) {
  const whole = Buffer.from(bytes as string);
  const ids: string[] = [];
  const reader = createLogReader(plainScanner, ({ eventID }) => ids.push(String(eventID)));
  let failure: string | undefined;
  const pieces = async function* () {
    for (let at = 0; at < whole.length; at += pieceBytes) {
      yield whole.subarray(at, Math.min(whole.length, at + pieceBytes));
    }
  };
  try {
    for await (const piece of inflate(pieces())) reader.take(piece);
    reader.end();
  } catch (error) {
    failure = (error as Error).message;
  }
  const { facts } = reader;
  const problem = problemOf(
    { facts: { ...facts }, ...(failure === undefined ? {} : { failure }) },
    { name: 'log', sizeBytes: whole.length, stamp: '' },
  );
  return { ids, problem, facts };
}

describe('reads the records of', () => {
  const envelope = { version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: one };
  const looked = { EventId: '1', EventName: 'StopLogging', CloudTrailEvent: json(one) };
  const time = '2026-11-20T10:16:40.000Z';
  const forms: Record<string, string | Buffer> = {
    'a delivered file': json({ Records: [one, two, three] }),
    'the same, printed for people': pretty({ Records: [one, two, three] }),
    'several of them in one': `${json({ Records: [one] })}${json({ Records: [two] })}\n${pretty({ Records: [three] })}`,
    'a record a line': lines(one, two, three),
    'the same without a last line end': lines(one, two, three).trimEnd(),
    'the same from Windows': lines(one, two, three).replaceAll('\n', '\r\n'),
    'records one behind the other': json(one) + json(two) + json(three),
    'records printed for people': [one, two, three].map(pretty).join('\n'),
    'a bare array': json([one, two, three]),
    'a bare array, an element a line': `[\n${json(one)},\n${json(two)},\n${json(three)}\n]\n`,
    LookupEvents: pretty({
      Events: [looked, message(two), { CloudTrailEvent: json(three) }],
      NextToken: 'a{[',
    }),
    'LookupEvents, its token first': json({
      NextToken: 'a{["',
      Events: [looked, message(two), message(three)],
    }),
    'an export of CloudWatch Logs': [one, two, three]
      .map((each) => `${time} ${json(each)}\n`)
      .join(''),
    FilterLogEvents: pretty({
      events: [one, two, three].map(message),
      searchedLogStreams: [{ logStreamName: 's', searchedCompletely: true }],
    }),
    'a subscription of CloudWatch Logs': json({
      messageType: 'DATA_MESSAGE',
      subscriptionFilters: ['all'],
      logEvents: [one, two, three].map(message),
    }),
    'the same, several in one': [one, two, three]
      .map((each) => json({ owner: '1', logEvents: [message(each)] }))
      .join(''),
    'events of EventBridge': lines(
      envelope,
      { ...envelope, detail: two },
      { ...envelope, detail: three },
    ),
    'events of EventBridge in a log group': json({
      events: [envelope, { detail: two }, { detail: three }].map(message),
    }),
    'UTF-8 with a mark': `\ufeff${json({ Records: [one, two, three] })}`,
    'UTF-16 with a mark': Buffer.from(`\ufeff${json({ Records: [one, two, three] })}`, 'utf16le'),
    'UTF-16 the other way': Buffer.from(lines(one, two, three), 'utf16le').swap16(),
  };
  for (const [name, bytes] of Object.entries(forms)) {
    it(name, async () => {
      for (const some of [Buffer.from(bytes as string), gzipSync(bytes)]) {
        for (const pieceBytes of [Number.POSITIVE_INFINITY, 3, 200]) {
          const { ids, problem, facts } = await read(some, pieceBytes);
          assert.deepEqual([ids, problem, facts.records], [['1', '2', '3'], undefined, 3]);
        }
      }
    });
  }
});

describe('goes on behind', () => {
  const many = Array.from({ length: 20_000 }, (_, index) =>
    record(`${index}`, { n: Math.sin(index) }),
  );
  const zipped = gzipSync(json({ Records: many }));
  const broken = (reason: RegExp, ids: readonly string[]) => ({ reason, ids });
  const cases: Record<
    string,
    readonly [string | Buffer, { reason: RegExp; ids: readonly string[] }]
  > = {
    'a line that is cut': [
      `${lines(one) + json(two).slice(0, 90)}\n${lines(three)}`,
      broken(/has 1 record that is no JSON/, ['1', '3']),
    ],
    'a first line that is cut': [
      `${json(one).slice(0, 90)}\n${lines(two, three)}`,
      broken(/has 1 record that is no JSON/, ['2', '3']),
    ],
    'half a record at the beginning': [
      `${json(one).slice(100)}\n${lines(two, three)}`,
      broken(/./, ['2', '3']),
    ],
    'half a record at the end': [
      lines(one, two) + json(three).slice(0, 90),
      broken(/has 1 record that is no JSON/, ['1', '2']),
    ],
    'half a record at the end of a list': [
      json({ Records: [one, two, three] }).slice(0, -40),
      broken(/ends in the middle of a record/, ['1', '2']),
    ],
    'a record that is no JSON': [
      `{"Records":[${json(one)},{"eventVersion":nonsense},${json(three)}]}`,
      broken(/has 1 record that is no JSON/, ['1', '3']),
    ],
    'words between lines': [
      `${lines(one)}-- MARK --\n${lines(three)}`,
      broken(/has 1 record that is no JSON/, ['1', '3']),
    ],
    'a line that is too long': [
      `${lines(one)}{"x":"${'x'.repeat(objectBytesMax * 2)}"}\n${lines(three)}`,
      broken(/has 1 record that is no JSON/, ['1', '3']),
    ],
    'records on one line that is long': [
      json({ Records: Array.from({ length: 100_000 }, () => one) }),
      { reason: /^$/, ids: Array.from({ length: 100_000 }, () => '1') },
    ],
  };
  for (const [name, [bytes, { reason, ids }]] of Object.entries(cases)) {
    it(name, async () => {
      const found = await read(bytes, 1 << 18);
      assert.deepEqual(found.ids, ids);
      assert.match(found.problem ?? '', reason);
    });
  }

  it('a gzip that is cut, with what was before', async () => {
    for (const pieceBytes of [Number.POSITIVE_INFINITY, 5_000]) {
      const { ids, problem } = await read(zipped.subarray(0, zipped.length / 2), pieceBytes);
      assert.equal(problem, 'is cut off: its gzip has no end');
      assert.ok(ids.length > 8_000 && ids.length < 12_000, `${ids.length}`);
    }
  });

  it('a gzip that is damaged', async () => {
    const damaged = Buffer.from(zipped);
    const half = zipped.length >> 1;
    damaged.fill(0, half, half + 500);
    const { ids, problem } = await read(damaged);
    assert.match(problem!, /^is damaged: /);
    assert.ok(ids.length > 5_000, `${ids.length}`);
  });

  it('bytes that are no UTF-8', async () => {
    const bytes = Buffer.from(lines(record('1', { x: '#' }), two, three));
    bytes[bytes.indexOf('#')] = 0xff;
    assert.deepEqual((await read(bytes)).ids, ['1', '2', '3']);
  });
});

describe('refuses', () => {
  const bomb = () => gzipSync(Buffer.alloc(80_000_000, ' '));
  const cases: Record<string, readonly [() => string | Buffer, string | undefined]> = {
    'a bomb of gzip': [bomb, 'inflates more than 200 times, which no log does'],
    'an object that does not end': [
      () => `{"Records":[{"x":"${'x'.repeat(objectBytesMax * 2)}"`,
      'has an object of more than 16 MB',
    ],
    'a text': [
      () => 'version account-id [eni] 10.0.0.1 REJECT {x\n',
      'ends in the middle of a record',
    ],
    'what is no log': [() => 'hello [x] world', 'has no record of CloudTrail'],
    'records of others': [
      () => json({ configurationItems: [{ resourceType: 'AWS::EC2::VPC' }] }),
      'has no record of CloudTrail',
    ],
    'a zip archive': [() => Buffer.from('PK\u0003\u0004....'), 'is a zip archive'],
    'nothing at all': [() => '', undefined],
    'an empty list': [() => json({ Records: [] }), undefined],
    'an empty list of events': [() => pretty({ Events: [] }), undefined],
  };
  for (const [name, [bytes, reason]] of Object.entries(cases)) {
    it(name, async () => {
      const { ids, problem } = await read(bytes(), 1 << 18);
      assert.deepEqual([ids, problem], [[], reason]);
    });
  }
});
