import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JournalEntry } from '../../kernel/journal.ts';
import { selects } from './selection.ts';
import { defaultEventSelectors, type EventSelector, type Selection } from './state.ts';

const everything: Selection = {
  includesGlobalServices: true,
  eventSelectors: defaultEventSelectors,
};

function selector(changes: Partial<EventSelector>): Selection {
  return { ...everything, eventSelectors: [{ ...defaultEventSelectors[0]!, ...changes }] };
}

function objects(...Values: string[]): Selection {
  return selector({
    IncludeManagementEvents: false,
    DataResources: [{ Type: 'AWS::S3::Object', Values }],
  });
}

function entry(
  record: { eventSource?: string; readOnly?: boolean; resources?: object[] },
  changes: Partial<JournalEntry> = {},
): JournalEntry {
  const { eventSource = 'secretsmanager.amazonaws.com', readOnly = true, resources } = record;
  return {
    seq: 1,
    timeMs: 0,
    accountId: '123456789012',
    region: 'us-east-1',
    category: 'Management',
    record: JSON.stringify({ eventSource, readOnly, resources }),
    ...changes,
  };
}

const read = entry({});
const write = entry({ readOnly: false });
const kms = entry({ eventSource: 'kms.amazonaws.com' });
const iam = entry({ eventSource: 'iam.amazonaws.com' });
const abroad = entry({}, { region: 'eu-west-1' });
const object = entry(
  {
    eventSource: 's3.amazonaws.com',
    resources: [
      { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::bucket/logs/1' },
      { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::bucket' },
    ],
  },
  { category: 'Data' },
);

const listing = entry(
  { resources: [{ type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::bucket/' }] },
  { category: 'Data' },
);

const home = { ...everything, region: 'us-east-1' };
const withoutGlobal = { ...everything, includesGlobalServices: false };

const cases: readonly [name: string, selection: Selection, entry: JournalEntry, taken: boolean][] =
  [
    ['a management event', everything, read, true],
    ['no data event by default', everything, object, false],
    ['an event of another Region', everything, abroad, true],
    ['not so in one Region', home, abroad, false],
    ['an event of its Region', home, read, true],
    ['a global service', everything, iam, true],
    ['not so without global services', withoutGlobal, iam, false],
    ['other services without global services', withoutGlobal, read, true],
    ['a read by a reader', selector({ ReadWriteType: 'ReadOnly' }), read, true],
    ['no write by a reader', selector({ ReadWriteType: 'ReadOnly' }), write, false],
    ['a write by a writer', selector({ ReadWriteType: 'WriteOnly' }), write, true],
    ['no read by a writer', selector({ ReadWriteType: 'WriteOnly' }), read, false],
    [
      'nothing of an excluded source',
      selector({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
      kms,
      false,
    ],
    [
      'the rest beside an excluded source',
      selector({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
      read,
      true,
    ],
    [
      'no management event when turned off',
      selector({ IncludeManagementEvents: false }),
      read,
      false,
    ],
    ['any object', objects('arn:aws:s3'), object, true],
    ["a bucket's objects", objects('arn:aws:s3:::bucket/'), object, true],
    ["the listing of a bucket's objects", objects('arn:aws:s3:::bucket/'), listing, true],
    ["a prefix's objects", objects('arn:aws:s3:::bucket/logs/'), object, true],
    ['no object of another prefix', objects('arn:aws:s3:::bucket/tmp/'), object, false],
    ['no object of another bucket', objects('arn:aws:s3:::other/'), object, false],
    ['no object without values', objects(), object, false],
    ['no management event by objects alone', objects('arn:aws:s3'), read, false],
  ];

for (const [name, selection, candidate, taken] of cases) {
  test(`selects: ${name}`, () => assert.equal(selects(selection, candidate), taken));
}

test('selects: what any one of several selectors takes', () => {
  const [reads, objectsOnly] = [selector({ ReadWriteType: 'ReadOnly' }), objects('arn:aws:s3')];
  const both = {
    ...everything,
    eventSelectors: [...reads.eventSelectors, ...objectsOnly.eventSelectors],
  };
  assert.deepEqual(
    [read, write, object].map((candidate) => selects(both, candidate)),
    [true, false, true],
  );
});
