import { setTimeout as sleep } from 'node:timers/promises';
import type { Detection, Finding } from '@tocsin/detect';
import { type Call, Failure, type OptionTable, UsageError } from '../command.ts';
import { flag, list, regionOption, value } from '../options.ts';
import { printable, type Terminal } from '../terminal.ts';
import { createTable, tableStatement } from './createTable.ts';
import { usdPerTebibyte } from './estimateScan.ts';
import { explained } from './explained.ts';
import {
  type AthenaHunted,
  type AthenaPlace,
  type CostPlan,
  type HuntProgress,
  huntOnAthena,
} from './huntOnAthena.ts';
import type { LeftOut } from './ringer.ts';

const text = (placeholder: string, help: string, pattern: RegExp, wants: string) =>
  value({ placeholder, help, wants, read: (given) => (pattern.test(given) ? given : undefined) });

/** What a hunt takes for `--engine athena`, besides what it takes for files. */
export const athenaOptions = {
  table: text('NAME', 'Athena: the table of the trail. (cloudtrail_logs)', /^\w+$/, 'a table'),
  database: text('NAME', 'Athena: its database. (default)', /^\w+$/, 'a database'),
  workgroup: text('NAME', 'Athena: who pays. (primary)', /^[\w.-]{1,128}$/, 'a workgroup'),
  results: text(
    'S3-URL',
    "Athena: where results are written, if not where the workgroup's are.",
    /^s3:\/\/[a-z0-9][a-z0-9.-]{2,62}(?:\/.*)?$/,
    'a place in S3 (s3://bucket/prefix/)',
  ),
  account: list({
    placeholder: 'ID',
    help: 'Athena: only the records of this account; as often as needed.',
    read: (given) => (/^\d{12}$/.test(given) ? given : undefined),
    wants: 'an account id (12 digits)',
  }),
  region: list({
    placeholder: 'REGION',
    help: 'Athena: only the records of this Region; as often as needed.',
    read: (given) => regionOption('').read([given]),
    wants: 'a Region (like eu-north-1)',
  }),
  createTable: flag('Athena: make the table over the s3:// path, its accounts and Regions.'),
  yes: flag('Athena: do not ask whether it may cost what it will.'),
} satisfies OptionTable;

type Given = Pick<Call<typeof athenaOptions>, 'options' | 'terminal'>;

/** The time to hunt in, as for files: ISO 8601. */
export interface HuntedTime {
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/**
 * The whole of `tocsin hunt --engine athena`, but for showing the findings.
 *
 * @param path the `s3://` path of the command line, which `--create-table` needs and nothing else.
 * @returns undefined if it made the table.
 */
export async function athenaCommand(
  { options, terminal }: Given,
  hunt: {
    readonly path: string | undefined;
    readonly time: HuntedTime;
    readonly detections: readonly Detection[];
    readonly found: (finding: Finding) => void;
  },
): Promise<AthenaHunted | undefined> {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  // The first Ctrl-C stops the query, which costs; a second one ends the process as ever.
  process.once('SIGINT', cancel);
  try {
    const place = await openAthena(options, stop.signal);
    if (options.createTable) return void (await makeTable(place, hunt, { options, terminal }));
    if (hunt.path !== undefined) {
      throw new UsageError(
        'With --engine athena the table says where the logs are; leave out the path.',
      );
    }
    return await huntOnAthena({
      ...place,
      ...(hunt.time.since === undefined ? {} : { since: hunt.time.since }),
      ...(hunt.time.until === undefined ? {} : { until: hunt.time.until }),
      accounts: options.account,
      regions: options.region,
      detections: hunt.detections,
      nowMs: Date.now(),
      confirm: (plan) => askAboutCost(plan, options.yes, terminal),
      progress: progressTeller(terminal),
      found: hunt.found,
    });
  } finally {
    process.off('SIGINT', cancel);
  }
}

async function openAthena(options: Given['options'], signal: AbortSignal): Promise<AthenaPlace> {
  const { Athena } = await import('@aws-sdk/client-athena');
  const { S3 } = await import('@aws-sdk/client-s3');
  const place = {
    athena: new Athena({}),
    s3: new S3({ followRegionRedirects: true }),
    table: options.table ?? 'cloudtrail_logs',
    database: options.database ?? 'default',
    ...(options.workgroup === undefined ? {} : { workgroup: options.workgroup }),
    ...(options.results === undefined ? {} : { outputLocation: options.results }),
    signal,
    pause: (ms: number, until?: AbortSignal) =>
      sleep(ms, undefined, until === undefined ? {} : { signal: until }),
  };
  await place.athena.config.region().catch((error: unknown) => {
    throw explained(error, place);
  });
  return place;
}

async function makeTable(
  place: AthenaPlace,
  { path, time }: { readonly path: string | undefined; readonly time: HuntedTime },
  { options, terminal }: Given,
) {
  const { account: accounts, region: regions } = options;
  if (path === undefined || accounts.length === 0 || regions.length === 0) {
    throw new UsageError(
      'Say where the logs are, and of whom: s3://BUCKET/AWSLogs --account ID --region REGION',
    );
  }
  const since = time.since?.slice(0, 10).replaceAll('-', '/');
  const trail = { location: path, accounts, regions, ...(since === undefined ? {} : { since }) };
  const statement = tableStatement(place, trail);
  terminal.print(statement);
  if (!options.yes && !(await asked('Make this table?', terminal))) {
    throw new Failure('Nothing was made. To make it, add --yes.');
  }
  await createTable(place, trail);
  terminal.warn(`${terminal.paint.good('✓')} ${place.database}.${place.table} is there.`);
}

/** Says what it costs, and what it does not find, before it is run. */
async function askAboutCost(plan: CostPlan, yes: boolean, terminal: Terminal): Promise<boolean> {
  for (const line of planLines(plan)) terminal.warn(printable(line));
  if (!yes && !terminal.interactive) throw new Failure('Nothing was run. To run it, add --yes.');
  return yes || asked('Run it?', terminal);
}

async function asked(question: string, { interactive, ask }: Terminal): Promise<boolean> {
  return interactive && /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

/** What a person should know before they agree. */
export function planLines({
  queries,
  bytes,
  costUsd,
  partitions,
  looked,
  why,
  leftOut,
}: CostPlan): readonly string[] {
  const times = queries === 1 ? 'once' : `${queries} times`;
  const price = `at ${usdPerTebibyte} USD per TB; see your Region's price`;
  const sample = looked < partitions ? `, by ${looked} of ${partitions} partitions` : '';
  const cost =
    bytes === undefined || costUsd === undefined
      ? `What it costs is not known: ${why}. It reads all of that time ${times}, ${price}.`
      : `It reads about ${size(bytes)} ${times}${sample}: ` +
        `about ${costUsd.toFixed(2)} USD (${price}).`;
  return [...leftOut.map(leftOutLine), cost];
}

function leftOutLine({ detection, effect, reasons }: LeftOut): string {
  return `${detection} ${effect} on Athena: ${reasons.join('; ')}`;
}

const tellEveryMs = 15_000;

function progressTeller({ warn, paint }: Terminal) {
  let last = { state: '', waitedMs: 0 };
  return ({ query, queries, state, bytesScanned, waitedMs }: HuntProgress) => {
    if (state === last.state && waitedMs - last.waitedMs < tellEveryMs) return;
    last = { state, waitedMs };
    const of = queries === 1 ? 'query' : `query ${query} of ${queries}`;
    warn(paint.dim(`${of}: ${state.toLowerCase()}, ${size(bytesScanned)} read`));
  };
}

/** In the units that Athena's console has. */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1)} ${units[power]}`;
}
