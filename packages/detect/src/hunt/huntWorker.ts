import { createReadStream, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { compileMatcher, type SigmaRule } from '@tocsin/engine/sigma';
import type { TrailRecord } from '../extension.ts';
import { timeOf } from '../finding.ts';
import { linearRegex } from '../regex.ts';
import { BrokenLog } from './BrokenLog.ts';
import { fastScanner } from './fastScanner.ts';
import { inflate } from './inflate.ts';
import { createLogReader } from './logReader.ts';
import type { FromWorker, Hit, LogRead, Task, ToWorker } from './messages.ts';
import { fromPortable } from './portable.ts';

/** A thread that reads logs, one after the other, and tells the records that rules match. */
const port = parentPort!;
const task = workerData as Task;
const rules = fromPortable(task.rules) as readonly SigmaRule[];
const matcher = compileMatcher(rules, { regex: linearRegex });
const places = new Map(rules.map((rule, place) => [rule, place]));
const scanner = fastScanner(rules);

/** Hits are sent when there are so many, in characters. */
const hitsCharsMax = 1_000_000;
/** Files up to here are read at once. */
const wholeBytesMax = 4_000_000;

const tell = (message: FromWorker) => port.postMessage(message);

let turn = Promise.resolve();
let receive: (piece: Extract<ToWorker, { kind: 'piece' }>) => void = () => {};

port.on('message', (message: ToWorker) => {
  if (message.kind === 'piece') return receive(message);
  turn = turn.then(async () => tell({ kind: 'done', read: await read(message) }));
});

async function read(log: Extract<ToWorker, { kind: 'log' }>): Promise<LogRead> {
  const hits: Hit[] = [];
  let chars = 0;
  const send = (readBytes: number) => {
    tell({ kind: 'hits', hits: hits.splice(0), readBytes });
    chars = 0;
  };
  const reader = createLogReader(scanner, (record) => {
    const hit = hitOf(record);
    if (hit === undefined) return;
    hits.push(hit);
    chars += hit.record.length;
  });
  let readBytes = 0;
  const counted = async function* () {
    for await (const chunk of log.isFile ? fileChunks(log) : sentChunks()) {
      readBytes += chunk.length;
      yield chunk;
    }
  };
  let failure: string | undefined;
  try {
    for await (const bytes of inflate(counted())) {
      reader.take(bytes);
      if (chars > hitsCharsMax || readBytes < log.sizeBytes) send(readBytes);
    }
  } catch (error) {
    failure = reasonOf(error);
  }
  try {
    reader.end();
  } catch (error) {
    failure ??= reasonOf(error);
  }
  send(log.sizeBytes);
  return { facts: reader.facts, ...(failure === undefined ? {} : { failure }) };
}

function hitOf(record: TrailRecord): Hit | undefined {
  const timeMs = timeOf(record);
  const { sinceMs = -Infinity, untilMs = Infinity } = task;
  if (timeMs !== undefined && (timeMs < sinceMs || timeMs >= untilMs)) return undefined;
  const matched = matcher.match(record);
  if (matched.length === 0) return undefined;
  return {
    timeMs,
    eventID: typeof record.eventID === 'string' ? record.eventID : '',
    record: JSON.stringify(record),
    matched: matched.map((rule) => places.get(rule)!),
  };
}

async function* fileChunks({ name, sizeBytes }: { name: string; sizeBytes: number }) {
  if (sizeBytes <= wholeBytesMax) yield readFileSync(name);
  else yield* createReadStream(name, { highWaterMark: 1 << 18 });
}

async function* sentChunks() {
  for (;;) {
    const piece = await new Promise<Extract<ToWorker, { kind: 'piece' }>>((resolve) => {
      receive = resolve;
      tell({ kind: 'wantsPiece' });
    });
    if (piece.failure !== undefined) throw new BrokenLog(piece.failure);
    if (piece.bytes === undefined) return;
    yield piece.bytes;
  }
}

/** What the system says, in short; a defect of ours ends the worker and says so. */
function reasonOf(error: unknown): string {
  if (error instanceof BrokenLog) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) throw error;
  return `cannot be read (${code})`;
}
