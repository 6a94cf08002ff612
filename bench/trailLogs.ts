import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createDice, SUSPICIOUS } from './cloudTrailEvents.ts';
import { callOf, type Principal, principalsOf } from './trailCalls.ts';

/** Changes with the generator, so that no older logs are taken. */
const generation = 2;
/** One record in so many is of those that detections look for. */
const suspiciousEvery = 400;

export interface TrailLogs {
  readonly folder: string;
  readonly files: readonly string[];
  /** Compressed. */
  readonly sizeBytes: number;
}

/**
 * The logs of an organization of some accounts, as CloudTrail delivers them, of so many bytes
 * without gzip. The same in every run; kept in the temporary folder.
 */
export function trailLogs(bytes: number): TrailLogs {
  const folder = join(tmpdir(), `tocsin-trail-logs-${generation}-${bytes / 1e6}`);
  if (!existsSync(folder)) write(bytes, folder);
  const files = readdirSync(folder).map((name) => join(folder, name));
  return { folder, files, sizeBytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

function write(bytes: number, folder: string) {
  const unfinished = `${folder}-${process.pid}`;
  mkdirSync(unfinished);
  const dice = createDice(5);
  const principals = principalsOf(dice);
  const beginMs = Date.parse('2026-03-02T00:00:00Z');
  let written = 0;
  for (let file = 0; written < bytes; file += 1) {
    const principal = dice.pick(principals);
    // Small accounts write a few records in five minutes, large ones thousands.
    const records = 40 + dice.roll(2) * dice.roll(1_200) + dice.roll(4) * dice.roll(2_400);
    const text = logOf(dice, principals, principal, beginMs + file * 20_000, records);
    const minute = new Date(beginMs + file * 20_000)
      .toISOString()
      .replaceAll(/[-:]|:\d\d\..*/g, '');
    const { account, region } = principal;
    const name = `${account}_CloudTrail_${region}_${minute.slice(0, 13)}Z_${dice.hex(16)}.json.gz`;
    writeFileSync(join(unfinished, name), gzipSync(text));
    written += text.length;
  }
  renameSync(unfinished, folder);
}

type Dice = ReturnType<typeof createDice>;

function logOf(
  dice: Dice,
  principals: readonly Principal[],
  { account, region }: Principal,
  beginMs: number,
  count: number,
): string {
  const here = principals.filter((each) => each.account === account && each.region === region);
  const records = Array.from({ length: count }, (_, index) => {
    const time = new Date(beginMs + Math.floor((index / count) * 300_000));
    return JSON.stringify(recordOf(dice, dice.pick(here), `${time.toISOString().slice(0, 19)}Z`));
  });
  return `{"Records":[${records.join(',')}]}`;
}

/** In the order of CloudTrail's members. */
function recordOf(dice: Dice, principal: Principal, eventTime: string): object {
  const { account, region, identity, address, agent } = principal;
  const { service, eventName, ...call } =
    dice.roll(suspiciousEvery) === 0 ? suspicious(dice) : callOf(dice, principal);
  const failed = dice.roll(60) === 0;
  const readOnly = /^(?:Describe|List|Get|Head|Decrypt|Lookup|Filter)/.test(eventName);
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: address,
    userAgent: agent,
    ...(failed ? { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' } : {}),
    requestParameters: null,
    responseElements: null,
    ...call,
    requestID: uuid(dice),
    eventID: uuid(dice),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...(address.endsWith('.amazonaws.com')
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
          },
        }),
  };
}

function suspicious(dice: Dice): { service: string; eventName: string; requestParameters: object } {
  const [service, ...names] = dice.pick(SUSPICIOUS);
  return { service, eventName: dice.pick(names), requestParameters: { name: `r-${dice.hex(8)}` } };
}

const uuid = ({ hex }: Dice) => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
