import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { HuntOptions } from './hunt.ts';
import type { HuntState, LogEntry } from './huntState.ts';
import type { FromWorker, Task, ToWorker } from './messages.ts';
import { problemOf } from './problemOf.ts';

/** Logs that wait in a thread, so that it never waits for one. */
const aheadPerThread = 2;

/** Most that a thread makes is garbage at once; more room only takes memory. */
const youngMegabytes = 8;

/** Has threads read all logs that were not read. Ends early when the signal comes. */
export async function readLogs(state: HuntState, rules: unknown, options: HuntOptions) {
  const { sinceMs, untilMs, signal, progress } = options;
  const task: Task = { rules, sinceMs, untilMs, compileCache: getCompileCacheDir() };
  const dealt = dealer(state);
  const before = state.totals();
  let { logsRead, sizeBytesRead, bytes, records } = before;
  const tell = () =>
    progress?.({ phase: 'reading', ...before, logsRead, sizeBytesRead, bytes, records });
  const threads = Array.from({ length: options.jobs }, () =>
    readInThread({
      task,
      dealt,
      options,
      took(log, message, readBytes) {
        sizeBytesRead += readBytes;
        if (message.kind === 'hits') state.addHits(log.id, message.hits);
        if (message.kind === 'done') {
          const { read } = message;
          state.endLog(log.id, read, problemOf(read, log));
          logsRead += 1;
          bytes += read.facts.bytes;
          records += read.facts.records;
        }
        tell();
      },
    }),
  );
  await Promise.all(threads);
  if (signal?.aborted) return;
  tell();
}

type Log = LogEntry & { readonly id: number };

/** Gives each log once, those first that come back. */
function dealer(state: HuntState) {
  let place = 0;
  const back: Log[] = [];
  return {
    next(): Log | undefined {
      const log = back.shift() ?? state.logAfter(place);
      if (log) place = Math.max(place, log.id);
      return log;
    },
    takeBack: (logs: readonly Log[]) => void back.push(...logs),
  };
}

interface Thread {
  readonly task: Task;
  readonly dealt: ReturnType<typeof dealer>;
  readonly options: HuntOptions;
  readonly took: (log: Log, message: Told, readBytes: number) => void;
}

type Told = Extract<FromWorker, { kind: 'hits' | 'done' }>;

/** Resolves when there are no more logs. A thread that dies is replaced; its log is a problem. */
async function readInThread(thread: Thread): Promise<void> {
  for (;;) {
    const { failure, left } = await oneThread(thread);
    const [log, ...others] = left;
    if (failure === undefined || log === undefined) return;
    const facts = {
      records: 0,
      bytes: 0,
      strangers: 0,
      broken: 0,
      hasList: false,
      endsEarly: true,
    };
    thread.took(log, { kind: 'done', read: { facts, failure } }, 0);
    thread.dealt.takeBack(others);
  }
}

interface End {
  readonly failure?: string;
  /** Logs that were not read to their end. */
  readonly left: readonly Log[];
}

function oneThread({ task, dealt, options, took }: Thread): Promise<End> {
  const { promise, resolve } = Promise.withResolvers<End>();
  const left: Log[] = [];
  const worker = new Worker(new URL('./startWorker.mjs', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  const send = (message: ToWorker) => worker.postMessage(message);
  let pieces: AsyncIterator<Uint8Array> | undefined;
  let readBytes = 0;
  const stop = () => void worker.terminate();
  const deal = () => {
    while (left.length < aheadPerThread) {
      const log = options.signal?.aborted ? undefined : dealt.next();
      if (!log) break;
      left.push(log);
      const { name, sizeBytes } = log;
      send({ kind: 'log', name, sizeBytes, isFile: options.logs.open === undefined });
    }
    if (left.length === 0) stop();
  };
  const give = async () => {
    try {
      pieces ??= options.logs.open!(left[0]!.name)[Symbol.asyncIterator]();
      const { value, done } = await pieces.next();
      send(done ? { kind: 'piece' } : { kind: 'piece', bytes: value });
    } catch (error) {
      send({ kind: 'piece', failure: (error as Error).message });
    }
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'wantsPiece') return void give();
    const log = left[0]!;
    const now = message.kind === 'hits' ? message.readBytes : log.sizeBytes;
    took(log, message, now - readBytes);
    readBytes = now;
    if (message.kind === 'hits') return;
    left.shift();
    // What was not read to its end is let go.
    void pieces?.return?.();
    pieces = undefined;
    readBytes = 0;
    deal();
  });
  worker.on('error', ({ message }) => resolve({ failure: `ended its thread: ${message}`, left }));
  worker.on('exit', () => {
    options.signal?.removeEventListener('abort', stop);
    resolve({ left });
  });
  options.signal?.addEventListener('abort', stop);
  deal();
  return promise;
}
