import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { realTime } from '../kernel/clock.ts';
import type { Code } from './codeFolders.ts';
import { type CommandLine, interpreterMb } from './commandLine.ts';
import { readLines } from './lines.ts';

export interface WorkerSpec {
  /** `nodejs20.x` and later run on this program's own Node, `python3.x` on the machine's Python. */
  readonly runtime: string;
  readonly code: Code;
  /** `file.function`, as Lambda has it. */
  readonly handler: string;
  readonly memoryMb: number;
  /** All of the process's environment, besides what a process needs (PATH, TMPDIR, …). */
  readonly environment: Readonly<Record<string, string>>;
  /** Each line that the code prints. */
  readonly onOutput: (line: string) => void;
  /** The process ended, whoever ended it. */
  readonly onEnd?: () => void;
}

export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly timeoutMs: number;
  readonly functionArn: string;
  readonly traceId?: string;
}

/** How an invocation ended. Payloads are JSON texts; an error's has errorType and errorMessage. */
export type Outcome =
  | { readonly kind: 'answer'; readonly payload: string }
  | { readonly kind: 'error'; readonly payload: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null };

export interface Usage {
  readonly durationMs: number;
  /** Of a process's first invocation: until it asked for its event. */
  readonly initMs?: number;
  readonly memoryUsedMb: number;
}

interface Running {
  readonly invocation: Invocation;
  readonly settle: (outcome: Outcome) => void;
  startedMs?: number;
  outcome?: Outcome;
  /** The pipes that may still hold output of this invocation. */
  unread: number;
  disarm: () => void;
}

/** One process. It takes one event at a time. */
export class Worker {
  readonly token = randomBytes(16).toString('hex');
  readonly spec: WorkerSpec;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #bornMs = performance.now();
  #initMs: number | undefined;
  #waiting: ServerResponse | undefined;
  #running: Running | undefined;
  #hasEnded = false;
  #memoryUsedMb = 0;
  #initError: string | undefined;
  /** By the invocation that runs. */
  #printedBytes = 0;

  constructor(
    spec: WorkerSpec,
    { port, command, onEnd }: { port: number; command: CommandLine; onEnd: () => void },
  ) {
    this.spec = spec;
    const { file, args, environment, user } = command;
    this.#child = spawn(file, args, {
      cwd: environment.LAMBDA_TASK_ROOT!,
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}/${this.token}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === undefined ? undefined : { uid: user, gid: user }),
    });
    for (const pipe of [this.#child.stdout, this.#child.stderr]) {
      readLines(pipe, (line) => this.#read(line));
    }
    this.#child.on('error', () => this.#ended(null, null, onEnd));
    this.#child.on('close', (code, signal) => this.#ended(code, signal, onEnd));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  get requestId(): string | undefined {
    return this.#running?.invocation.requestId;
  }

  /** Has one event handled. It never throws, and is called again only when it has resolved. */
  async invoke(invocation: Invocation): Promise<{ outcome: Outcome; usage: Usage }> {
    const isFirst = this.#initMs === undefined;
    const outcome = await new Promise<Outcome>((settle) => {
      const limitMs = isFirst ? initLimitMs : invocation.timeoutMs;
      const disarm = realTime.after(limitMs, () => this.#end({ kind: 'timeout' }));
      this.#running = { invocation, settle, unread: 2, disarm };
      if (this.#hasEnded) this.#settle({ kind: 'exit', code: null, signal: null });
      else this.#offer();
    });
    const durationMs = performance.now() - (this.#running!.startedMs ?? this.#bornMs);
    this.#running = undefined;
    this.#printedBytes = 0;
    const initMs = isFirst ? this.#initMs : undefined;
    const memoryUsedMb = this.#memoryUsedMb;
    const usage = { durationMs, memoryUsedMb, ...(initMs === undefined ? undefined : { initMs }) };
    return { outcome, usage };
  }

  /** Ends the process at once. */
  stop() {
    this.#child.kill('SIGKILL');
  }

  /** The process asks for its next event. */
  next(response: ServerResponse) {
    this.#initMs ??= performance.now() - this.#bornMs;
    this.#waiting = response;
    this.#offer();
  }

  answered(payload: string) {
    this.#conclude({ kind: 'answer', payload });
  }

  failed(payload: string) {
    this.#measure();
    if (this.#running) this.#conclude({ kind: 'error', payload });
    else this.#initError = payload;
  }

  #offer() {
    const running = this.#running;
    if (!running) return;
    if (this.#initError !== undefined) {
      this.#settle({ kind: 'error', payload: this.#initError });
      return;
    }
    if (!this.#waiting || running.startedMs !== undefined) return;
    const { requestId, event, timeoutMs, functionArn, traceId = '' } = running.invocation;
    this.#waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(realTime.nowMs() + timeoutMs),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': traceId,
    });
    this.#waiting.end(event);
    this.#waiting = undefined;
    running.startedMs = performance.now();
    running.disarm();
    running.disarm = realTime.after(timeoutMs, () => this.#end({ kind: 'timeout' }));
    this.#watchMemory(running);
  }

  /** The outcome stands; what the code printed may still be in the pipes. */
  #conclude(outcome: Outcome) {
    const running = this.#running;
    if (!running || running.outcome) return;
    running.outcome = outcome;
    running.disarm();
    if (running.unread === 0) this.#settle(outcome);
    else running.disarm = realTime.after(lastOutputMs, () => this.#settle(outcome));
  }

  #end(outcome: Outcome) {
    const running = this.#running;
    if (!running || running.outcome) return;
    running.outcome = outcome;
    this.stop();
  }

  #settle(outcome: Outcome) {
    const running = this.#running;
    if (!running) return;
    running.disarm();
    this.#measure();
    running.settle(outcome);
  }

  #read(line: string) {
    const running = this.#running;
    if (!line.startsWith('\0')) {
      if (line !== '') this.#print(line.replaceAll('\r', '\n'));
    } else if (running && line.slice(1) === running.invocation.requestId) {
      running.unread -= 1;
      if (running.unread === 0 && running.outcome) this.#settle(running.outcome);
    }
  }

  #print(line: string) {
    const before = this.#printedBytes;
    if (before > outputMaxBytes) return;
    this.#printedBytes += Buffer.byteLength(line);
    this.spec.onOutput(this.#printedBytes > outputMaxBytes ? outputEnds : line);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null, onEnd: () => void) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const ranOut = signal === 'SIGABRT' || code === 134;
    const exit: Outcome = ranOut ? { kind: 'memory' } : { kind: 'exit', code, signal };
    this.#settle(this.#running?.outcome ?? exit);
    onEnd();
  }

  #watchMemory(running: Running) {
    if (this.#running !== running || running.outcome || this.#hasEnded) return;
    const usedMb = this.#measure();
    if (usedMb > this.spec.memoryMb + interpreterMb) this.#end({ kind: 'memory' });
    else realTime.after(memoryWatchMs, () => this.#watchMemory(running));
  }

  /** MB that the process has in memory now; 0 where the system does not tell, or it has ended. */
  #measure(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'latin1');
      const of = (name: string) => Number(status.split(`${name}:`)[1]?.split('kB')[0] ?? 0) / 1024;
      const mostMb = Math.min(Math.ceil(of('VmHWM')), this.spec.memoryMb);
      this.#memoryUsedMb = Math.max(mostMb, this.#memoryUsedMb);
      return of('VmRSS');
    } catch {
      return 0;
    }
  }
}

/** How long a process may take until it asks for its first event (Lambda quotas). */
const initLimitMs = 10_000;
const memoryWatchMs = 50;
/** Of one invocation. */
const outputMaxBytes = 1024 * 1024;
const outputEnds = `[This invocation printed more than ${outputMaxBytes} bytes; the rest is cut]`;
/** What was printed before the answer is in the pipes already. */
const lastOutputMs = 100;
