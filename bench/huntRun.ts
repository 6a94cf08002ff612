import { readdirSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  builtInRules,
  createDetector,
  type Detection,
  detectionsOf,
  hunt,
  loadRules,
  localLogs,
  noConfiguration,
  readRuleFile,
  select,
  type TrailRecord,
} from '@tocsin/detect';
import { serve } from './child.ts';
import { createDice, SUSPICIOUS } from './cloudTrailEvents.ts';

/** One way through a folder of logs. */
export interface HuntJob {
  readonly folder: string;
  readonly does: 'gunzip' | 'parse' | 'hunt';
  readonly threads?: number;
  /** So many rules instead of those built in. */
  readonly madeRules?: number;
}

export interface HuntRun {
  readonly ms: number;
  readonly bytes: number;
  /** Findings. */
  readonly hits: number;
  readonly peakBytes: number;
}

enableCompileCache();
const job = JSON.parse(process.argv[2]!) as HuntJob;
const detections = job.madeRules === undefined ? builtIn() : made(job.madeRules);
const began = performance.now();
const { bytes, hits } = await run(job);
const ms = performance.now() - began;
serve({ ms, bytes, hits, peakBytes: process.resourceUsage().maxRSS * 1_024 } satisfies HuntRun);

async function run({ folder, does, threads = 1 }: HuntJob) {
  let hits = 0;
  let bytes = 0;
  if (does === 'hunt') {
    const found = () => {
      hits += 1;
    };
    const hunted = await hunt({ detections, logs: localLogs([folder]), jobs: threads, found });
    return { bytes: hunted.bytes, hits };
  }
  const detector = createDetector(detections);
  const matched: { readonly record: TrailRecord; readonly places: readonly number[] }[] = [];
  for (const name of readdirSync(folder)) {
    const text = gunzipSync(readFileSync(join(folder, name)));
    bytes += text.length;
    if (does === 'gunzip') continue;
    for (const record of JSON.parse(text.toString()).Records as TrailRecord[]) {
      const places = detector.match(record);
      if (places.length > 0) matched.push({ record, places });
    }
  }
  const order = ({ record }: { record: TrailRecord }) => `${record.eventTime} ${record.eventID}`;
  matched.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  for (const { record, places } of matched) hits += detector.ring(places, record).length;
  return { bytes, hits };
}

function builtIn(): readonly Detection[] {
  const { detections } = loadRules([builtInRules], noConfiguration);
  return select(detections, { packs: ['all'], minLevel: 'low' }, noConfiguration);
}

/** Rules as people write them, each about some calls of a service and a name of its own. */
function made(count: number): readonly Detection[] {
  const dice = createDice(3);
  return Array.from({ length: count }, (_, index) => {
    const [service, ...names] = dice.pick(SUSPICIOUS);
    const text = `
title: Rule ${index}
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: ${service}.amazonaws.com
    eventName: [${dice.pick(names)}, ${dice.pick(names)}${index}]
    requestParameters.name|startswith: r-${dice.hex(2)}
  ours: { userIdentity.arn|contains: ':role/team-${index}' }
  condition: selection and not ours
level: medium
`;
    return detectionsOf(readRuleFile(text, `rule-${index}.yml`));
  }).flat();
}
