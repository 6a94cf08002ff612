import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import {
  builtInRules,
  createDetector,
  type Detection,
  type Finding,
  loadRules,
  noConfiguration,
  type TrailRecord,
} from '@tocsin/detect';
import { Failure, UsageError } from '../command.ts';
import { type Behaviour, startAthena } from './athenaServer.test.ts';
import { createTable } from './createTable.ts';
import { type AthenaHunt, type CostPlan, huntOnAthena } from './huntOnAthena.ts';

const { files, detections } = loadRules([builtInRules], noConfiguration);
const named = (name: string) => detections.filter(({ source }) => source.name === name);

/** All evidence of the detections, as one log: each case on a day of its own. */
const evidence = files.flatMap(({ extension: { tests } }) => [...tests.match, ...tests.ignore]);
const log = evidence.flatMap(({ records }, day) =>
  records.map((record, at) => moved(record, day, at)),
);

function moved(record: TrailRecord, day: number, at: number): TrailRecord {
  const time = String(record.eventTime).slice(10);
  const eventTime = `${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)}${time}`;
  return { ...record, eventTime, eventID: `${day}-${String(at).padStart(4, '0')}` };
}

const shared = join(import.meta.dirname, '../../../../../shared/data');
const skip = existsSync(shared) ? false : 'needs ../shared/data';
const read = (name: string) => readFileSync(join(shared, name), 'utf8');

interface Recorded {
  readonly event: TrailRecord;
}

async function hunted(
  t: TestContext,
  asked: Partial<AthenaHunt>,
  records = log,
  behaviour: Behaviour = {},
) {
  const server = await startAthena(records, behaviour);
  t.after(server.close);
  const findings: Finding[] = [];
  const run = () =>
    huntOnAthena({
      ...server.place,
      detections,
      nowMs: Date.parse('2026-01-01T00:00:00Z'),
      confirm: () => Promise.resolve(true),
      found: (finding) => findings.push(finding),
      ...asked,
    });
  const started = () =>
    server.requests.flatMap(({ operation, input }) =>
      operation === 'StartQueryExecution' ? [String(input.QueryString)] : [],
    );
  return { ...server, findings, run, started };
}

/** What a detector finds in files: the same records, in the order of time. */
function expected(of: readonly Detection[], records: readonly TrailRecord[]): readonly Finding[] {
  const detector = createDetector(of);
  const key = ({ eventTime, eventID }: TrailRecord) => `${eventTime} ${eventID}`;
  return records
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((record) => detector.feed(record));
}

const shown = ({ detection, eventID, correlation, principal }: Finding) =>
  JSON.stringify([detection, eventID, correlation ?? null, principal]);

describe('finds', () => {
  it('what a detector finds in the same records, all rules in one query', async (t) => {
    const { run, findings, started } = await hunted(t, {});
    const { records, leftOut, ...result } = await run();
    assert.deepEqual(findings.map(shown), expected(detections, log).map(shown));
    assert.ok(findings.length > 500 && records < log.length);
    assert.equal(started().length, 1);
    assert.ok(started()[0]!.length < 262_144);
    assert.equal(result.bytesScanned, 1_000_000_000);
    assert.equal(result.costUsd.toFixed(5), '0.00455');
    assert.deepEqual(
      leftOut.map(({ detection, effect }) => [detection, effect]),
      [['event-rule-weakened', 'finds less']],
    );
  });

  it('the same in recorded attacks, and in events that others test with', { skip }, async (t) => {
    const attacks = read('attack-records.ndjson').trim().split('\n');
    const { cases } = JSON.parse(read('rule-test-events.json')) as { cases: Recorded[] };
    const recorded = [...attacks.map((line) => JSON.parse(line) as Recorded), ...cases]
      .map(({ event }, at) => ({ ...event, eventID: String(at).padStart(6, '0') }))
      .filter((record: TrailRecord) => typeof record.eventTime === 'string');
    const { run, findings } = await hunted(t, {}, recorded);
    await run();
    assert.deepEqual(findings.map(shown), expected(detections, recorded).map(shown));
    assert.ok(findings.length > 60);
  });

  it('with each finding the record as it was, but for what has no column', async (t) => {
    const { run, findings } = await hunted(t, { detections: named('root-used') });
    await run();
    const known = expected(named('root-used'), log).map(({ record }) => record);
    const { managementEvent: _, ...whole } = known[0]!;
    assert.deepEqual(findings[0]!.record, whole);
  });

  it('the same with several queries, where one is too complex', async (t) => {
    const reason =
      'COMPILER_ERROR: Query exceeded maximum filters. Please reduce the number of filters';
    const fails: Behaviour['fails'] = (sql) => (sql.length > 30_000 ? { reason } : undefined);
    const { run, findings } = await hunted(t, {}, log, { fails });
    const { queryIds, bytesScanned } = await run();
    assert.deepEqual(findings.map(shown).sort(), expected(detections, log).map(shown).sort());
    assert.ok(queryIds.length > 2);
    assert.equal(bytesScanned, queryIds.length * 1e9);
  });

  it('whom a baseline does not know, from the first record of each', async (t) => {
    const own = named('secret-read-by-new-principal');
    const read = own[0]!.source.extension.tests.match.flatMap(({ records }) => records);
    const many = read.flatMap((record, at) =>
      [0, 1, 2].map((again) => ({ ...record, eventID: `${at}-${again}` })),
    );
    const { run, findings } = await hunted(t, { detections: own }, many);
    const { records } = await run();
    assert.deepEqual(findings.map(shown), expected(own, many).map(shown));
    assert.ok(findings.length > 0 && records < many.length);
  });

  it('a record once that the log has twice', async (t) => {
    const own = named('root-used');
    const [record] = expected(own, log).map((finding) => finding.record);
    const { run, findings } = await hunted(t, { detections: own }, [record!, record!]);
    await run();
    assert.equal(findings.length, 1);
  });

  it('a record of each account, where one event is in the logs of two', async (t) => {
    const reason = 'COMPILER_ERROR: too complex';
    const own = [...named('root-used'), ...named('4-03-root-usage')];
    const [record] = expected(named('root-used'), log).map((finding) => finding.record);
    const both = ['111122223333', '444455556666'].map((recipientAccountId) => ({
      ...record,
      recipientAccountId,
    }));
    const fails: Behaviour['fails'] = (sql) => (sql.includes(' AS r1') ? { reason } : undefined);
    const { run, findings } = await hunted(t, { detections: own }, both, { fails });
    const { queryIds, records } = await run();
    assert.deepEqual([queryIds.length, records, findings.length], [2, 2, 4]);
  });

  it('only what is of the time, the accounts and the Regions', async (t) => {
    const [since, until] = ['2024-01-31T00:00:00Z', '2024-03-01T00:00:00Z'];
    const range = { since, until, accounts: ['123456789012'], regions: ['eu-north-1'] };
    const { run, findings, started } = await hunted(t, {
      ...range,
      detections: named('root-used'),
    });
    await run();
    assert.match(started()[0]!, /"timestamp" >= '2024\/01\/31'/);
    assert.match(started()[0]!, /"timestamp" <= '2024\/03\/02'/);
    for (const { time, awsRegion } of findings) {
      assert.ok(time >= since && time < until && awsRegion === 'eu-north-1');
    }
  });

  it('results of many pages', async (t) => {
    const [record] = expected(named('root-used'), log).map((finding) => finding.record);
    const many = Array.from({ length: 2_500 }, (_, at) => ({ ...record, eventID: `${at}` }));
    const { run, findings, requests } = await hunted(t, { detections: named('root-used') }, many);
    await run();
    assert.equal(findings.length, 2_500);
    assert.equal(requests.filter(({ operation }) => operation === 'GetQueryResults').length, 3);
  });
});

describe('asks first', () => {
  const parameters = {
    'projection.account.values': '111122223333,444455556666',
    'projection.region.values': 'eu-north-1,us-east-1',
    'projection.timestamp.range': '2024/01/01,NOW',
    'storage.location.template': 's3://trail/AWSLogs/${account}/CloudTrail/${region}/${timestamp}',
  };
  const range = { since: '2024-02-01T00:00:00Z', until: '2024-02-10T00:00:00Z' };

  async function plan(t: TestContext, asked: Partial<AthenaHunt>, behaviour: Behaviour) {
    const plans: CostPlan[] = [];
    const confirm = (given: CostPlan) => Promise.resolve(plans.push(given) === 0);
    const { run, requests } = await hunted(t, { ...asked, confirm }, [], behaviour);
    await assert.rejects(run, new Failure('Nothing was run.'));
    assert.ok(requests.every(({ operation }) => operation !== 'StartQueryExecution'));
    const prefixes = requests.flatMap(({ input: { prefix } }) => (prefix ? [String(prefix)] : []));
    return { plan: plans[0]!, prefixes };
  }

  it('with what the partitions hold', async (t) => {
    const sizeOf = (prefix: string) => (prefix.includes('us-east-1') ? 3 * 2 ** 30 : 2 ** 30);
    const { plan: given, prefixes } = await plan(t, range, { parameters, sizeOf });
    const { bytes, partitions, looked, costUsd, queries } = given;
    assert.deepEqual([partitions, looked, queries], [44, 44, 1]);
    assert.equal(bytes, 88 * 2 ** 30);
    assert.equal(costUsd?.toFixed(4), ((88 / 1024) * 5).toFixed(4));
    assert.ok(prefixes.includes('AWSLogs/111122223333/CloudTrail/eu-north-1/2024/02/01/'));
  });

  it('with some of them standing for all, where there are many', async (t) => {
    const { plan: given, prefixes } = await plan(t, {}, { parameters, sizeOf: () => 1000 });
    assert.deepEqual([given.partitions, given.looked, prefixes.length], [2928, 400, 400]);
    assert.equal(given.bytes, 2_928_000);
  });

  it('and says so when nothing tells it', async (t) => {
    const { plan: given } = await plan(t, range, {});
    assert.equal(given.bytes, undefined);
    assert.equal(given.why, 'the table has no projected partitions');
  });

  it('and for one account and Region only of those', async (t) => {
    const one = { ...range, accounts: ['444455556666'], regions: ['us-east-1'] };
    const { plan: given } = await plan(t, one, { parameters });
    assert.equal(given.partitions, 11);
  });
});

describe('refuses', () => {
  const missing =
    "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.security.cloudtrail_logs' does not exist";
  const cases: readonly (readonly [what: string, Behaviour, RegExp])[] = [
    [
      'a table that is not there',
      { fails: () => ({ reason: missing }) },
      /TABLE_NOT_FOUND[\s\S]+--create-table/,
    ],
    [
      'who may not',
      {
        refuses: (name) =>
          name === 'StartQueryExecution'
            ? {
                code: 'AccessDeniedException',
                message: 'You are not authorized to perform: athena:StartQueryExecution',
              }
            : undefined,
      },
      /not authorized[\s\S]+This needs athena:StartQueryExecution/,
    ],
    [
      'without a place for results',
      {
        refuses: (name) =>
          name === 'StartQueryExecution'
            ? { code: 'InvalidRequestException', message: 'No output location provided.' }
            : undefined,
      },
      /--results s3:/,
    ],
    [
      'many at once',
      { refuses: () => ({ code: 'TooManyRequestsException', message: 'Rate exceeded' }) },
      /Try again/,
    ],
    [
      'what the workgroup does not allow',
      { fails: () => ({ reason: 'Bytes scanned limit was exceeded' }) },
      /primary limits/,
    ],
    ['what never ends', { neverEnds: true }, /did not end within an hour/],
  ];
  for (const [what, behaviour, message] of cases) {
    it(what, async (t) => {
      const { run } = await hunted(t, { detections: named('root-used') }, [], behaviour);
      await assert.rejects(run, (error) => {
        assert.ok(error instanceof Failure, String(error));
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('to go on after Ctrl-C, and stops what runs', async (t) => {
    const stop = new AbortController();
    const asked: Partial<AthenaHunt> = {
      signal: stop.signal,
      progress: ({ state, query, queries }) => {
        assert.deepEqual([query, queries], [1, 1]);
        if (state === 'RUNNING') stop.abort();
      },
    };
    const { run, requests } = await hunted(t, asked, [], { neverEnds: true });
    await assert.rejects(run, /^Failure|Error: The query \S+ was cancelled\.$/);
    assert.equal(requests.at(-1)!.operation, 'StopQueryExecution');
  });

  it('only after another try, what Athena calls passing', async (t) => {
    const reason = 'GENERIC_INTERNAL_ERROR';
    const fails: Behaviour['fails'] = (_, attempt) =>
      attempt < 3 ? { reason, retryable: true } : undefined;
    const { run, started } = await hunted(t, { detections: named('root-used') }, [], { fails });
    await run();
    assert.equal(started().length, 3);
  });
});

describe('makes the table', () => {
  const trail = {
    location: 's3://trail/AWSLogs',
    accounts: ['111122223333'],
    regions: ['eu-north-1'],
  };

  it('with one statement', async (t) => {
    const { place, started } = await hunted(t, {});
    await createTable(place, trail);
    assert.match(
      started()[0]!,
      /^CREATE EXTERNAL TABLE IF NOT EXISTS `security`\.`cloudtrail_logs`/,
    );
    assert.equal(started().length, 1);
  });

  it('but not of what is no trail', async (t) => {
    const { place, started } = await hunted(t, {});
    await assert.rejects(createTable(place, { ...trail, location: 'trail' }), UsageError);
    assert.equal(started().length, 0);
  });
});
