import type { Athena } from '@aws-sdk/client-athena';
import type { S3 } from '@aws-sdk/client-s3';
import type { Detection, Finding } from '@tocsin/detect';
import { type HuntQuery, huntQueries, planHunt } from '@tocsin/engine/sigma/targets';
import { Failure } from '../command.ts';
import { costUsd, type Estimate, estimateScan } from './estimateScan.ts';
import { createRinger, huntedRules, type LeftOut, leftOut } from './ringer.ts';
import { rowsInOrder } from './rowsInOrder.ts';
import { isTooComplex, type QueryProgress, type RanQuery, runQuery } from './runQuery.ts';

/** Where the table is, and where Athena writes results to. */
export interface AthenaPlace {
  readonly athena: Athena;
  readonly s3: S3;
  /** As `createTableSql` makes it. */
  readonly table: string;
  readonly database: string;
  /** The workgroup `primary` if not said otherwise. */
  readonly workgroup?: string;
  /** `s3://bucket/prefix/`; may be left out where the workgroup has one of its own. */
  readonly outputLocation?: string;
  /** Cancels what runs. */
  readonly signal?: AbortSignal;
  /** Waits between two looks at a query; rejects when the signal says so. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface AthenaHunt extends AthenaPlace {
  readonly detections: readonly Detection[];
  /** ISO 8601; records from `since` on, before `until`. Both narrow what is read and charged. */
  readonly since?: string;
  readonly until?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly nowMs: number;
  /** Asked before anything that costs is run. */
  readonly confirm: (plan: CostPlan) => Promise<boolean>;
  readonly progress?: (progress: HuntProgress) => void;
  /** Takes each finding, in the order of time. */
  readonly found: (finding: Finding) => void;
}

export interface CostPlan extends Estimate {
  readonly queries: number;
  /** For all queries, at the price of most Regions; undefined where the bytes are not known. */
  readonly costUsd: number | undefined;
  readonly leftOut: readonly LeftOut[];
}

export interface HuntProgress extends QueryProgress {
  /** From 1. */
  readonly query: number;
  readonly queries: number;
}

export interface AthenaHunted {
  /** Records that came home, and the findings by the name of the detection. */
  readonly records: number;
  readonly findings: Readonly<Record<string, number>>;
  readonly bytesScanned: number;
  readonly costUsd: number;
  readonly queryIds: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Hunts in the table of a trail. Athena finds the records that rules match, all rules in one
 * reading where that is possible, and those that correlations may count. The detector then rings
 * over them as it does over files: so the findings are the same.
 *
 * A record that the log has twice counts once.
 *
 * @throws Failure if it is refused, cannot be run, or is cancelled; what runs is then stopped.
 */
export async function huntOnAthena(hunt: AthenaHunt): Promise<AthenaHunted> {
  const { rules, correlations } = huntedRules(hunt.detections);
  const plan = planHunt(rules, correlations);
  const left = leftOut(plan, hunt.detections);
  const queries = plan.clusters.length === 0 ? [] : huntQueries(plan.clusters, rangeOf(hunt));
  if (queries.length === 0) throw new Failure('None of these rules can be said in SQL.');
  const estimate = await estimateScan(hunt);
  const cost = estimate.bytes === undefined ? undefined : queries.length * costUsd(estimate.bytes);
  const asked = { ...estimate, queries: queries.length, costUsd: cost, leftOut: left };
  if (!(await hunt.confirm(asked))) throw new Failure('Nothing was run.');
  const ran = await runAll(queries, hunt);
  const ringer = createRinger(hunt.detections, plan, hunt.found);
  for await (const row of rowsInOrder(ran.map(({ query, rows }) => ({ query, rows: rows() })))) {
    ringer.take(row);
  }
  const scanned = ran.map(({ bytesScanned }) => bytesScanned);
  return {
    ...ringer.told(),
    bytesScanned: sum(scanned),
    costUsd: sum(scanned.map(costUsd)),
    queryIds: ran.map(({ id }) => id),
    leftOut: left,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** In which Athena looks up the table: `"database"."table"`. */
function rangeOf({ table, database, since, until, accounts, regions }: AthenaHunt) {
  return {
    table: `${database}.${table}`,
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
  };
}

interface Ran extends RanQuery {
  readonly query: HuntQuery;
}

/**
 * One after the other: an account has few places for queries. What Athena finds too complex for
 * one machine's code (which it says before it reads anything) is halved, and reads twice.
 */
async function runAll(queries: readonly HuntQuery[], hunt: AthenaHunt): Promise<readonly Ran[]> {
  const waiting = [...queries];
  const done: Ran[] = [];
  for (let query = waiting.shift(); query !== undefined; query = waiting.shift()) {
    const counted = { query: done.length + 1, queries: done.length + 1 + waiting.length };
    const tell = (progress: QueryProgress) => hunt.progress?.({ ...progress, ...counted });
    try {
      done.push({ ...(await runQuery(query.sql, hunt, tell)), query });
    } catch (error) {
      const halves = isTooComplex(error) ? halved(query, hunt) : [];
      if (halves.length < 2) throw error;
      waiting.unshift(...halves);
    }
  }
  return done;
}

function halved({ clusters }: HuntQuery, hunt: AthenaHunt): readonly HuntQuery[] {
  const middle = Math.ceil(clusters.length / 2);
  return [clusters.slice(0, middle), clusters.slice(middle)]
    .filter((half) => half.length > 0)
    .flatMap((half) => huntQueries(half, rangeOf(hunt)));
}
