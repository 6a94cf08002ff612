import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Athena } from '@aws-sdk/client-athena';
import { S3 } from '@aws-sdk/client-s3';
import type { TrailRecord } from '@tocsin/detect';
import type { AthenaPlace } from './huntOnAthena.ts';
import { trailDatabase } from './trinoInSqlite.test.ts';

/** How the server behaves; all may be changed while it runs. */
export interface Behaviour {
  /** What a query fails with, or undefined. */
  fails?: (sql: string, attempt: number) => { reason: string; retryable?: boolean } | undefined;
  /** The error that an operation answers. */
  refuses?: (operation: string) => { code: string; message: string } | undefined;
  /** A query stays RUNNING. */
  neverEnds?: boolean;
  parameters?: Record<string, string>;
  /** Bytes below a prefix in S3. */
  sizeOf?: (prefix: string) => number;
}

interface Request {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/**
 * Athena's API as `awsJson1_1`, over a table in SQLite: each look moves a query one state on. S3
 * answers lists alone.
 */
export async function startAthena(records: readonly TrailRecord[], behaviour: Behaviour = {}) {
  const { query } = trailDatabase(records);
  const requests: Request[] = [];
  const queries = new Map<string, { sql: string; looks: number; isStopped: boolean }>();
  const answer = ({ operation, input }: Request): object => {
    const id = String(input.QueryExecutionId);
    const known = queries.get(id);
    switch (operation) {
      case 'StartQueryExecution': {
        const made = `00000000-0000-4000-8000-${String(queries.size).padStart(12, '0')}`;
        queries.set(made, { sql: String(input.QueryString), looks: 0, isStopped: false });
        return { QueryExecutionId: made };
      }
      case 'GetQueryExecution':
        known!.looks += 1;
        return { QueryExecution: { QueryExecutionId: id, ...statusOf(known!, queries.size) } };
      case 'StopQueryExecution':
        known!.isStopped = true;
        return {};
      case 'GetTableMetadata':
        return { TableMetadata: { Name: input.TableName, Parameters: behaviour.parameters ?? {} } };
      default:
        return pageOf(query(known!.sql), input.NextToken, Number(input.MaxResults));
    }
  };
  function statusOf(
    { sql, looks, isStopped }: { sql: string; looks: number; isStopped: boolean },
    attempt: number,
  ) {
    const states = ['QUEUED', 'RUNNING', behaviour.neverEnds ? 'RUNNING' : 'SUCCEEDED'];
    const State = isStopped ? 'CANCELLED' : states[Math.min(looks, 3) - 1];
    const Statistics = { DataScannedInBytes: State === 'QUEUED' ? 0 : 1_000_000_000 };
    const failure = State === 'SUCCEEDED' ? behaviour.fails?.(sql, attempt) : undefined;
    if (!failure) return { Status: { State }, Statistics };
    const { reason, retryable = false } = failure;
    const AthenaError = { ErrorCategory: 2, ErrorMessage: reason, Retryable: retryable };
    return { Status: { State: 'FAILED', StateChangeReason: reason, AthenaError }, Statistics };
  }
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [, operation] =
      /^AmazonAthena\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
    if (operation === undefined) {
      const prefix = new URL(request.url!, 'http://s3').searchParams.get('prefix') ?? '';
      requests.push({ operation: 'ListObjectsV2', input: { prefix } });
      const size = behaviour.sizeOf?.(prefix) ?? 0;
      response.setHeader('content-type', 'application/xml');
      response.end(
        `<ListBucketResult><Contents><Key>${prefix}a</Key><Size>${size}</Size></Contents></ListBucketResult>`,
      );
      return;
    }
    const asked = { operation, input: JSON.parse(body) as Request['input'] };
    requests.push(asked);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const refused = behaviour.refuses?.(operation);
    response.statusCode = refused ? 400 : 200;
    response.end(
      JSON.stringify(refused ? { __type: refused.code, message: refused.message } : answer(asked)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const place: AthenaPlace = {
    athena: new Athena(client),
    s3: new S3({ ...client, forcePathStyle: true }),
    table: 'cloudtrail_logs',
    database: 'security',
    outputLocation: 's3://results/',
    pause: (_, signal) => Promise.resolve(signal?.throwIfAborted()),
  };
  const close = () => {
    place.athena.destroy();
    place.s3.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { place, behaviour, requests, close };
}

function pageOf(rows: readonly Record<string, unknown>[], token: unknown, max: number) {
  const names = Object.keys(rows[0] ?? { eventid: '', matched: '' });
  const all = [names, ...rows.map((row) => names.map((name) => row[name]))];
  const from = Number(token ?? 0);
  const Rows = all.slice(from, from + max).map((values) => ({
    Data: values.map((value) => (value === null ? {} : { VarCharValue: String(value) })),
  }));
  const next = from + max < all.length ? { NextToken: String(from + max) } : {};
  return { ResultSet: { Rows, ResultSetMetadata: { ColumnInfo: [] } }, ...next };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
