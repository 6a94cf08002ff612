import type { QueryExecution } from '@aws-sdk/client-athena';
import { Failure } from '../command.ts';
import { explained } from './explained.ts';
import type { AthenaPlace } from './huntOnAthena.ts';
import type { Row } from './rowsInOrder.ts';

export interface QueryProgress {
  /** `QUEUED`, `RUNNING`, `SUCCEEDED`. */
  readonly state: string;
  readonly bytesScanned: number;
  readonly waitedMs: number;
}

export interface RanQuery {
  readonly id: string;
  readonly bytesScanned: number;
  readonly rows: () => AsyncGenerator<Row>;
}

/**
 * Runs a statement and waits for its end. The SDK sends a token of its own with it, so that a
 * request that is tried again starts nothing twice.
 *
 * @throws Failure if it fails, takes too long, or is cancelled; then it is stopped.
 */
export async function runQuery(
  sql: string,
  place: AthenaPlace,
  progress: (progress: QueryProgress) => void = () => {},
): Promise<RanQuery> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptQuery(sql, place, progress);
    } catch (error) {
      const again = error instanceof QueryFailure && error.isRetryable && attempt < attemptsMax;
      if (!again) throw explained(error, place);
    }
  }
}

/** Athena tells which failures are its own passing ones. They are not charged. */
const attemptsMax = 3;

async function attemptQuery(
  sql: string,
  place: AthenaPlace,
  progress: (progress: QueryProgress) => void,
): Promise<RanQuery> {
  const { athena, database, workgroup, outputLocation, signal } = place;
  let id: string | undefined;
  try {
    signal?.throwIfAborted();
    const started = await athena.startQueryExecution({
      QueryString: sql,
      QueryExecutionContext: { Catalog: catalog, Database: database },
      ...(workgroup === undefined ? {} : { WorkGroup: workgroup }),
      ...(outputLocation === undefined
        ? {}
        : { ResultConfiguration: { OutputLocation: outputLocation } }),
    });
    id = started.QueryExecutionId!;
    const ended = await ending(id, place, progress);
    const bytesScanned = ended.Statistics?.DataScannedInBytes ?? 0;
    const queryId = id;
    return { id, bytesScanned, rows: () => rowsOf(queryId, place) };
  } catch (error) {
    if (id !== undefined && !(error instanceof QueryFailure)) await stop(id, place);
    if (signal?.aborted) {
      throw new Failure(id === undefined ? 'Nothing was run.' : `The query ${id} was cancelled.`);
    }
    throw error;
  }
}

/** The only catalog that has tables of logs unless somebody connected others. */
export const catalog = 'AwsDataCatalog';

/** Athena says that a query failed. */
export class QueryFailure extends Error {
  readonly isRetryable: boolean;

  constructor(reason: string, isRetryable: boolean) {
    super(reason);
    this.isRetryable = isRetryable;
  }
}

/** Trino makes Java of a condition, and a method of Java has at most 64 KiB. */
export function isTooComplex(error: unknown): boolean {
  return (
    error instanceof Error &&
    /exceeded maximum (?:columns|filters)|COMPILER_ERROR|too complex|TOO_MANY/i.test(error.message)
  );
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** Athena itself ends queries after half an hour, if the account has no other quota. */
const waitedMaxMs = 60 * 60_000;

async function ending(
  id: string,
  { athena, pause, signal }: AthenaPlace,
  progress: (progress: QueryProgress) => void,
): Promise<QueryExecution> {
  let pauseMs = firstPauseMs;
  for (let waitedMs = 0; waitedMs < waitedMaxMs; waitedMs += pauseMs) {
    const { QueryExecution: execution = {} } = await athena.getQueryExecution(
      { QueryExecutionId: id },
      signal ? { abortSignal: signal } : {},
    );
    const { State: state = 'QUEUED', StateChangeReason, AthenaError } = execution.Status ?? {};
    const bytesScanned = execution.Statistics?.DataScannedInBytes ?? 0;
    progress({ state, bytesScanned, waitedMs });
    if (state === 'SUCCEEDED') return execution;
    if (state === 'FAILED' || state === 'CANCELLED') {
      const reason = StateChangeReason ?? AthenaError?.ErrorMessage ?? 'no reason is given';
      throw new QueryFailure(
        state === 'FAILED' ? reason : `The query ${id} was cancelled by somebody else.`,
        AthenaError?.Retryable ?? false,
      );
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
  throw new Failure(`The query ${id} did not end within an hour, and was stopped.`);
}

/** It ran for nobody. That it cannot be stopped must not hide why it was to be. */
async function stop(id: string, { athena }: AthenaPlace): Promise<void> {
  await athena.stopQueryExecution({ QueryExecutionId: id }).catch(() => {});
}

/** The first page of a SELECT begins with the names of its columns. */
async function* rowsOf(id: string, place: AthenaPlace): AsyncGenerator<Row> {
  const { athena, signal } = place;
  let names: readonly string[] | undefined;
  let token: string | undefined;
  do {
    const page = await athena
      .getQueryResults(
        { QueryExecutionId: id, MaxResults: rowsOfPage, ...(token ? { NextToken: token } : {}) },
        signal ? { abortSignal: signal } : {},
      )
      .catch((error: unknown) => {
        throw signal?.aborted ? new Failure('Stopped.') : explained(error, place);
      });
    const rows = (page.ResultSet?.Rows ?? []).map(({ Data = [] }) =>
      Data.map(({ VarCharValue }) => VarCharValue),
    );
    names ??= rows.shift()?.map((name) => name ?? '');
    for (const row of rows) {
      yield Object.fromEntries(
        row.flatMap((text, at) => (text === undefined ? [] : [[names![at], text]])),
      ) as Row;
    }
    token = page.NextToken;
  } while (token !== undefined);
}

const rowsOfPage = 1_000;
