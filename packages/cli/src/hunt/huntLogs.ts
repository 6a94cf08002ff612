import { availableParallelism } from 'node:os';
import { hunt, type LogPlace, localLogs, WrongState } from '@tocsin/detect';
import { type Call, Failure, UsageError } from '../command.ts';
import type { huntOptions } from '../commands/hunt.ts';
import { openRulebook } from '../rules/rulebook.ts';
import { createFindingWriter } from './findingWriter.ts';
import { createProgressBar } from './progressBar.ts';
import { tellHunted } from './tellHunted.ts';

export type HuntCall = Call<typeof huntOptions>;

/** Reads logs here and in S3. */
export async function huntLogs(call: HuntCall): Promise<void> {
  const { options, terminal, args } = call;
  const logs = await openLogs(call);
  const detections = rulesOf(call);
  const writer = writerOf(call, detections);
  const began = performance.now();
  const bar = createProgressBar(process.stderr, terminal.paint, () => performance.now());
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // The first Ctrl-C ends it in order, a second one as ever.
  process.once('SIGINT', interrupt);
  try {
    const hunted = await hunt({
      detections,
      logs,
      jobs: options.jobs ?? availableParallelism(),
      sinceMs: options.since,
      untilMs: options.until,
      stateFile: options.resume,
      signal: stop.signal,
      progress: bar.show,
      found: writer.take,
    });
    bar.clear();
    if (hunted.interrupted) throw new Failure(interruptedText(hunted, options.resume), 130);
    await writer.end();
    tellHunted(hunted, writer.count, (performance.now() - began) / 1_000, terminal);
  } catch (error) {
    bar.clear();
    throw explained(error, options.resume, args);
  } finally {
    process.off('SIGINT', interrupt);
  }
  failOn(call, writer);
}

export const rulesOf = ({ options, terminal }: HuntCall) =>
  openRulebook({ ...options, minLevel: options.minLevel ?? 'low' }, terminal).selected;

export function writerOf({ options, terminal }: HuntCall, detections: ReturnType<typeof rulesOf>) {
  const format = options.json ? 'ndjson' : options.format;
  return createFindingWriter({ format, output: options.output, detections }, terminal);
}

export function failOn({ options: { failOn } }: HuntCall, writer: ReturnType<typeof writerOf>) {
  const grave = failOn === undefined ? 0 : writer.countFrom(failOn);
  if (grave === 0) return;
  throw new Failure(
    `${grave} ${grave === 1 ? 'finding is' : 'findings are'} ${failOn} or above.`,
    3,
  );
}

async function openLogs({ args, options, environment }: HuntCall): Promise<LogPlace> {
  const [path] = args;
  if (path === undefined)
    throw new UsageError('Say where the logs are: a file, a folder, s3://… or -.');
  if (!args.some((each) => each === '-' || each.startsWith('s3://'))) return localLogs(args);
  if (args.length > 1) throw new UsageError(`${path} stands alone, or paths do.`);
  if (path === '-') {
    if (options.resume !== undefined) throw new UsageError('What comes on stdin comes only once.');
    return stdinLogs(process.stdin);
  }
  const { s3Logs } = await import('./s3Logs.ts');
  return s3Logs(path, environment);
}

const stdinLogs = (stream: AsyncIterable<Uint8Array>): LogPlace => ({
  async *list() {
    yield { name: 'stdin', sizeBytes: 0, stamp: '' };
  },
  open: () => stream,
});

function interruptedText(
  { logs, logsRead }: { readonly logs: number; readonly logsRead: number },
  file: string | undefined,
): string {
  const read = `Interrupted; ${logsRead} of ${logs} logs were read.`;
  return file === undefined
    ? `${read} Nothing of it is kept; --resume FILE keeps it.`
    : `${read} To go on, run the same line again: ${file} remembers them.`;
}

function explained(error: unknown, file: string | undefined, args: readonly string[]): unknown {
  if (error instanceof WrongState) {
    return new Failure(`${file} ${error.message}. Remove it, or name another file.`);
  }
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  const name = path ?? args.join(' ');
  return new Failure(
    code === 'ENOENT' ? `There is no ${name}.` : `${name} cannot be read (${code}).`,
  );
}
