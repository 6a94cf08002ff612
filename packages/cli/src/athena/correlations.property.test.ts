import assert from 'node:assert/strict';
import { it } from 'node:test';
import { linearRegex, type TrailRecord } from '@tocsin/detect';
import {
  compileMatcher,
  createCorrelator,
  parseSigma,
  type SigmaCorrelation,
  type SigmaRule,
} from '@tocsin/engine/sigma';
import { huntQueries, planHunt, recordOfRow, toAthenaSql } from '@tocsin/engine/sigma/targets';
import fc from 'fast-check';
import { trailDatabase } from './trinoInSqlite.test.ts';

/** Correlations as SQL, run, against the correlator, on random records. */

const source = { file: 'rules.yml', lineOf: () => undefined };
const rules = ['a', 'b', 'c'].map(
  (name) =>
    parseSigma(
      {
        title: name,
        name,
        logsource: {},
        detection: { s: { [`requestParameters.${name}`]: 'yes' }, condition: 's' },
      },
      source,
    ) as SigmaRule,
);
const spanSeconds = 20;
const matcher = compileMatcher(rules, { regex: linearRegex });

const byArn = { 'group-by': ['userIdentity.arn'] };
const aliases = { who: { a: 'userIdentity.arn', b: 'userIdentity.userName', c: 'userAgent' } };
const correlations: readonly object[] = [
  { type: 'event_count', ...byArn, condition: { gte: 3 } },
  { type: 'event_count', condition: { gt: 3, lt: 6 } },
  { type: 'event_count', 'group-by': ['who'], aliases, condition: { gte: 3 } },
  { type: 'value_count', ...byArn, condition: { gte: 2, field: 'requestParameters.value' } },
  { type: 'temporal', ...byArn },
  { type: 'temporal', ...byArn, condition: { gte: 2 } },
  { type: 'temporal', 'group-by': ['who'], aliases },
  { type: 'temporal_ordered', ...byArn },
  { type: 'temporal_ordered' },
];

const person = fc.option(fc.constantFrom('eve', 'Eve', 'bob'), { nil: undefined, freq: 9 });
const eventOf = fc.record({
  gap: fc.integer({ min: 1, max: 9 }),
  matched: fc.subarray(['a', 'b', 'c']),
  value: fc.option(fc.constantFrom('x', 'X', 'y', 'z'), { nil: undefined }),
  arn: person,
  userName: person,
  userAgent: person,
});
const log = fc.array(eventOf, { minLength: 15, maxLength: 40 }).map((events) => {
  let second = 0;
  return events.map(({ gap, matched, value, arn, userName, userAgent }, at): TrailRecord => {
    second += gap;
    const marks = Object.fromEntries(matched.map((name) => [name, 'yes']));
    return {
      eventTime: new Date(second * 1000).toISOString().replace('.000', ''),
      eventID: String(at).padStart(3, '0'),
      userIdentity: { type: 'IAMUser', arn, userName },
      userAgent,
      requestParameters: { ...marks, value },
    };
  });
});

for (const [at, correlation] of correlations.entries()) {
  const parsed = parseSigma(
    {
      title: 'all',
      name: 'all',
      correlation: { rules: ['a', 'b', 'c'], timespan: `${spanSeconds}s`, ...correlation },
    },
    source,
  ) as SigmaCorrelation;
  const said = JSON.stringify(correlation);

  it(`${at}: the query for one correlation has the records at which it may fire: ${said}`, () => {
    const { sql, fidelity } = toAthenaSql(parsed, { rules });
    assert.equal(fidelity, 'exact');
    check(log, (records) => {
      const rows = trailDatabase(records).query(sql!);
      return armed(parsed, rows);
    });
  });

  it(`${at}: the query for a hunt brings home all that counts: ${said}`, () => {
    const { clusters } = planHunt(
      rules.map((rule) => ({ rule, wants: 'none' })),
      [parsed],
    );
    const [query, ...others] = huntQueries(clusters, {});
    assert.equal(others.length, 0);
    check(log, (records) => {
      const rows = trailDatabase(records).query(query!.sql);
      return fired(
        parsed,
        rows.map((row) => recordOfRow(withoutNull(row)) as TrailRecord),
      );
    });
  });

  function check(
    records: typeof log,
    actual: (records: readonly TrailRecord[]) => readonly string[],
  ): void {
    let rings = 0;
    fc.assert(
      fc.property(records, (some) => {
        const expected = fired(parsed, some);
        rings += expected.length;
        assert.deepEqual(actual(some), expected);
      }),
      { numRuns: 60 },
    );
    assert.ok(rings > 0, String(rings));
  }
}

it('brings home what a correlation of correlations counts', () => {
  const correlate = (name: string, correlation: object) =>
    parseSigma(
      { title: name, name, correlation: { timespan: '20s', ...byArn, ...correlation } },
      source,
    ) as SigmaCorrelation;
  const burst = correlate('burst', { type: 'event_count', rules: ['a'], condition: { gte: 2 } });
  const after = correlate('after', { type: 'temporal_ordered', rules: ['burst', 'c'] });
  const { clusters } = planHunt(
    rules.map((rule) => ({ rule, wants: 'none' })),
    [after, burst],
  );
  const [query] = huntQueries(clusters, {});
  const rings = (records: readonly TrailRecord[]) => {
    const correlator = createCorrelator([burst, after], rules, { evidence: () => undefined });
    return records.flatMap((record) =>
      correlator
        .feed(matcher.match(record), record, Date.parse(String(record.eventTime)))
        .map(({ correlation, count }) => [correlation.name, record.eventID, count]),
    );
  };
  fc.assert(
    fc.property(log, (records) => {
      const rows = trailDatabase(records).query(query!.sql);
      const home = rows.map((row) => recordOfRow(withoutNull(row)) as TrailRecord);
      assert.deepEqual(rings(home), rings(records));
    }),
    { numRuns: 60 },
  );
});

function withoutNull(row: Record<string, string | number | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  );
}

/** The records at which the correlator fires. */
function fired(correlation: SigmaCorrelation, records: readonly TrailRecord[]): readonly string[] {
  const correlator = createCorrelator([correlation], rules, { evidence: () => undefined });
  return records.flatMap((record) =>
    correlator
      .feed(matcher.match(record), record, Date.parse(String(record.eventTime)))
      .map(() => String(record.eventID)),
  );
}

/** After each firing a correlator is silent for its group for the time span, which SQL is not. */
function armed(
  { groupBy }: SigmaCorrelation,
  rows: readonly Record<string, string | number | null>[],
): readonly string[] {
  const lastMs = new Map<string, number>();
  return rows.flatMap((row) => {
    const group = groupBy.map((_, at) => row[`group${at}`]).join();
    const ms = Date.parse(String(row.eventtime));
    if (ms - (lastMs.get(group) ?? Number.NEGATIVE_INFINITY) <= spanSeconds * 1000) return [];
    lastMs.set(group, ms);
    return [String(row.eventid)];
  });
}
