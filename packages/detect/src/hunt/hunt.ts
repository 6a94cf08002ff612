import { createHash } from 'node:crypto';
import type { Dropped } from '@tocsin/engine/sigma';
import { createDetector } from '../detector.ts';
import type { TrailRecord } from '../extension.ts';
import type { Finding } from '../finding.ts';
import type { Detection } from '../ruleFile.ts';
import {
  type HuntState,
  type HuntTotals,
  type LogEntry,
  type LogProblem,
  openState,
} from './huntState.ts';
import { toPortable } from './portable.ts';
import { readLogs } from './readLogs.ts';

/** Where logs are. */
export interface LogPlace {
  list(): AsyncIterable<LogEntry>;
  /** The bytes of one; where it is missing, names are paths, which threads open themselves. */
  open?(name: string): AsyncIterable<Uint8Array>;
}

export interface HuntOptions {
  readonly detections: readonly Detection[];
  readonly logs: LogPlace;
  /** Threads that read. */
  readonly jobs: number;
  readonly sinceMs?: number | undefined;
  /** The first millisecond that is left out. */
  readonly untilMs?: number | undefined;
  /** A file that remembers what was read, to go on from. */
  readonly stateFile?: string | undefined;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: HuntProgress) => void;
  /** Called in the order of time. */
  readonly found: (finding: Finding) => void;
}

export interface HuntProgress extends Omit<HuntTotals, 'problems'> {
  readonly phase: 'listing' | 'reading';
}

export interface Hunted extends HuntTotals {
  /** Not all of the logs were read: the signal came. Nothing was looked for then. */
  readonly interrupted: boolean;
  /** The first of them. */
  readonly firstProblems: readonly LogProblem[];
  readonly dropped: Readonly<Dropped>;
}

/** Problems that are told by name; all are counted. */
const namedProblemsMax = 1_000;
const listedAtOnce = 1_000;

/**
 * Reads logs in several threads, and feeds the records that rules match, in the order of time, to
 * the correlations and baselines. What it finds depends on neither threads nor names of files.
 *
 * @throws WrongState for a state file that is none, or was made with other rules.
 */
export async function hunt(options: HuntOptions): Promise<Hunted> {
  const detector = createDetector(options.detections);
  const state = openState(options.stateFile, fingerprintOf(options));
  try {
    await list(state, options);
    if (!options.signal?.aborted) await readLogs(state, toPortable(detector.rules), options);
    const interrupted = options.signal?.aborted ?? false;
    if (!interrupted) {
      for (const { record, matched } of state.hits()) {
        detector.ring(matched, JSON.parse(record) as TrailRecord).forEach(options.found);
      }
    }
    return {
      ...state.totals(),
      interrupted,
      firstProblems: state.problems(namedProblemsMax),
      dropped: detector.dropped,
    };
  } finally {
    state.close();
  }
}

async function list(state: HuntState, { logs, signal, progress }: HuntOptions) {
  let some: LogEntry[] = [];
  const add = () => {
    state.addLogs(some);
    some = [];
    progress?.({ phase: 'listing', ...state.totals() });
  };
  for await (const entry of logs.list()) {
    if (signal?.aborted) break;
    if (some.push(entry) >= listedAtOnce) add();
  }
  add();
}

/** What the hits in a state depend on. */
function fingerprintOf({ detections, sinceMs, untilMs }: HuntOptions): string {
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? [...value] : typeof value === 'symbol' ? value.toString() : value;
  const asked = { rules: detections.map(({ sigma }) => sigma), sinceMs, untilMs };
  return createHash('sha256').update(JSON.stringify(asked, plain)).digest('hex');
}
