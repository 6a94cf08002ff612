import { startChild } from './child.ts';
import type { Benchmark, Figure } from './figure.ts';
import type { HuntJob, HuntRun } from './huntRun.ts';
import { trailLogs } from './trailLogs.ts';

/**
 * Hunting through logs as CloudTrail delivers them, each run in a process of its own. The peers are
 * the least that must be done, `gunzipSync` of the same files, and the plain way: parse everything.
 */
export const hunt: Benchmark = {
  name: 'hunt',
  async measure({ quick }) {
    const { folder } = trailLogs(quick ? 100e6 : 1e9);
    const rounds = quick ? 1 : 3;
    const best = async (jobs: Record<string, HuntJob>) => {
      const runs: Record<string, HuntRun> = {};
      // In turns, so that other work on the machine weighs on all alike.
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, job] of Object.entries(jobs)) {
          const run = await runOnce(job);
          if (run.ms < (runs[name]?.ms ?? Number.POSITIVE_INFINITY)) runs[name] = run;
        }
      }
      return runs as Record<keyof typeof jobs, HuntRun>;
    };
    const { gunzip, parse, one, two, few, many } = (await best({
      gunzip: { folder, does: 'gunzip' },
      parse: { folder, does: 'parse' },
      one: { folder, does: 'hunt', threads: 1 },
      two: { folder, does: 'hunt', threads: 2 },
      few: { folder, does: 'hunt', threads: 1, madeRules: 100 },
      many: { folder, does: 'hunt', threads: 1, madeRules: 1_000 },
    })) as Record<'gunzip' | 'parse' | 'one' | 'two' | 'few' | 'many', HuntRun>;
    if (one.hits !== parse.hits || two.hits !== parse.hits) {
      const found = `${one.hits} and ${two.hits}, by parsing everything ${parse.hits}`;
      throw new Error(`The findings differ: ${found}.`);
    }
    return [
      atLeast('hunt, one thread, beside gunzip of the files', one, gunzip, 0.65),
      atLeast('hunt, one thread, beside parsing everything', one, parse, 3),
      atLeast('hunt, two threads, beside one', two, one, 1.7),
      growth(few, many),
      memory(two),
    ];
  },
};

async function runOnce(job: HuntJob): Promise<HuntRun> {
  const child = await startChild<HuntRun>('./huntRun.ts', JSON.stringify(job), [
    '--max-semi-space-size=4',
    '--disable-warning=ExperimentalWarning',
  ]);
  await child.stop();
  return child.info;
}

function atLeast(name: string, run: HuntRun, peer: HuntRun, times: number): Figure {
  return {
    name,
    measured: `${rate(run)} (${(peer.ms / run.ms).toFixed(2)} ×)`,
    peer: rate(peer),
    target: `≥ ${times} ×`,
    reached: peer.ms / run.ms / times,
  };
}

const maxGrowth = 1.5;

const growth = (few: HuntRun, many: HuntRun): Figure => ({
  name: 'hunt: time with 1,000 rules beside 100 rules',
  measured: `${rate(many)} (${(many.ms / few.ms).toFixed(2)} ×)`,
  peer: rate(few),
  target: `≤ ${maxGrowth} × the time`,
  reached: (maxGrowth * few.ms) / many.ms,
});

const maxMegabytes = 200;

const memory = ({ peakBytes }: HuntRun): Figure => ({
  name: 'hunt: most memory, two threads',
  measured: `${Math.round(peakBytes / 1e6)} MB`,
  target: `≤ ${maxMegabytes} MB`,
  reached: (maxMegabytes * 1e6) / peakBytes,
});

const rate = ({ bytes, ms }: HuntRun) => `${Math.round(bytes / 1e3 / ms)} MB/s`;
