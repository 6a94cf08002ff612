import type { S3 } from '@aws-sdk/client-s3';
import { Failure } from '../command.ts';
import { explained } from './explained.ts';
import type { AthenaHunt } from './huntOnAthena.ts';
import { catalog } from './runQuery.ts';

export interface Estimate {
  /** What one reading of the table takes; undefined where nothing tells it. */
  readonly bytes: number | undefined;
  /** Days of one account and Region, and how many of them were looked at. */
  readonly partitions: number;
  readonly looked: number;
  /** Why it is not known. */
  readonly why?: string;
}

/** Of most Regions; some are dearer. Source: aws.amazon.com/athena/pricing. */
export const usdPerTebibyte = 5;
const tebibyte = 2 ** 40;
/** Of a query that reads anything, Athena counts at least so much. */
const leastBytes = 10 * 2 ** 20;

/** What a query costs that reads so many bytes. */
export function costUsd(bytes: number): number {
  return bytes === 0 ? 0 : (Math.max(bytes, leastBytes) / tebibyte) * usdPerTebibyte;
}

type Asked = Pick<
  AthenaHunt,
  | 'athena'
  | 's3'
  | 'table'
  | 'database'
  | 'workgroup'
  | 'since'
  | 'until'
  | 'accounts'
  | 'regions'
  | 'nowMs'
  | 'pause'
  | 'signal'
>;

/**
 * Says how much the partitions hold that a query would read, by listing them in S3. Athena's own
 * EXPLAIN knows no sizes of a table without statistics, which those of logs are.
 *
 * Of many partitions it looks at an even choice, and takes the others to be like them.
 */
export async function estimateScan(asked: Asked): Promise<Estimate> {
  const unknown = (why: string): Estimate => ({ bytes: undefined, partitions: 0, looked: 0, why });
  const properties = await tableProperties(asked);
  const template = properties['storage.location.template'];
  if (template === undefined) return unknown('the table has no projected partitions');
  const cells = partitionsOf(properties, asked);
  if (typeof cells === 'string') return unknown(cells);
  const chosen = evenly(cells, partitionsLookedAtMax);
  let bytes = 0;
  try {
    for (let at = 0; at < chosen.length; at += listingsAtOnce) {
      if (asked.signal?.aborted) throw new Failure('Nothing was run.');
      const some = chosen.slice(at, at + listingsAtOnce);
      const sizes = await Promise.all(some.map((cell) => sizeOf(template, cell, asked.s3)));
      bytes += sizes.reduce((sum, each) => sum + each, 0);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    return unknown(
      `the bucket cannot be listed (${error instanceof Error ? error.message : error})`,
    );
  }
  const scale = chosen.length === 0 ? 1 : cells.length / chosen.length;
  return { bytes: Math.round(bytes * scale), partitions: cells.length, looked: chosen.length };
}

const partitionsLookedAtMax = 400;
const listingsAtOnce = 16;
/** A busy day of one account and Region has some thousands of log files, a thousand to a page. */
const pagesMax = 50;

async function tableProperties(asked: Asked): Promise<Readonly<Record<string, string>>> {
  const { athena, table, database, workgroup } = asked;
  const found = await athena
    .getTableMetadata({
      CatalogName: catalog,
      DatabaseName: database,
      TableName: table,
      ...(workgroup === undefined ? {} : { WorkGroup: workgroup }),
    })
    .catch((error: unknown) => {
      throw explained(error, asked);
    });
  return found.TableMetadata?.Parameters ?? {};
}

type Cell = Readonly<Record<string, string>>;

const dayMs = 86_400_000;

function partitionsOf(
  properties: Readonly<Record<string, string>>,
  { since, until, accounts, regions, nowMs }: Asked,
): readonly Cell[] | string {
  const listed = (name: string) => properties[`projection.${name}.values`]?.split(',');
  const inTable = { account: listed('account'), region: listed('region') };
  const [began = ''] = (properties['projection.timestamp.range'] ?? '').split(',');
  const beganMs = Date.parse(`${began.replaceAll('/', '-')}T00:00:00Z`);
  if (inTable.account === undefined || inTable.region === undefined || Number.isNaN(beganMs)) {
    return 'its partitions are not those of account, region and timestamp';
  }
  const among = (all: readonly string[], some: readonly string[] | undefined) =>
    some?.length ? all.filter((each) => some.includes(each)) : all;
  const fromMs = Math.max(beganMs, since === undefined ? beganMs : Date.parse(since));
  const lastMs = Math.min(nowMs, until === undefined ? nowMs : Date.parse(until) + dayMs);
  const cells: Cell[] = [];
  for (let ms = fromMs - (fromMs % dayMs); ms <= lastMs; ms += dayMs) {
    const timestamp = new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');
    for (const account of among(inTable.account, accounts)) {
      for (const region of among(inTable.region, regions)) {
        if (cells.length === partitionsMax) return `it has more than ${partitionsMax} partitions`;
        cells.push({ account, region, timestamp });
      }
    }
  }
  return cells;
}

/** Of an organization over years; beyond, nobody should wait for an estimate. */
const partitionsMax = 1_000_000;

function evenly<Of>(all: readonly Of[], max: number): readonly Of[] {
  if (all.length <= max) return all;
  return Array.from({ length: max }, (_, at) => all[Math.floor((at * all.length) / max)]!);
}

async function sizeOf(template: string, cell: Cell, s3: S3): Promise<number> {
  const path = template.replace(/\$\{(\w+)\}/g, (_, name: string) => cell[name] ?? '');
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(path) ?? [];
  let bytes = 0;
  let token: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const listed = await s3.listObjectsV2({
      Bucket: bucket,
      Prefix: `${prefix}/`,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    for (const { Size = 0 } of listed.Contents ?? []) bytes += Size;
    token = listed.NextContinuationToken;
    if (token === undefined) break;
  }
  return bytes;
}
