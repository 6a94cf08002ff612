import { athenaCommand, size } from '../athena/athenaCommand.ts';
import { UsageError } from '../command.ts';
import { failOn, type HuntCall, rulesOf, writerOf } from './huntLogs.ts';

/** Asks Athena; what it finds is shown in the same form. */
export async function huntAthena(call: HuntCall): Promise<void> {
  const { options, args, terminal } = call;
  if (args.length > 1) throw new UsageError('With --engine athena there is one path at most.');
  if (options.resume !== undefined || options.jobs !== undefined) {
    throw new UsageError('--resume and --jobs are for --engine local alone.');
  }
  const detections = rulesOf(call);
  const writer = writerOf(call, detections);
  const iso = (ms: number | undefined) =>
    ms === undefined ? undefined : new Date(ms).toISOString();
  const hunted = await athenaCommand(call, {
    path: args[0],
    time: { since: iso(options.since), until: iso(options.until) },
    detections,
    found: writer.take,
  });
  if (hunted === undefined) return;
  await writer.end();
  terminal.warn(terminal.paint.dim(`${writer.count} findings · ${size(hunted.bytesScanned)} read`));
  failOn(call, writer);
}
