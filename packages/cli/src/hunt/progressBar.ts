import type { HuntProgress } from '@tocsin/detect';
import { size } from '../athena/athenaCommand.ts';
import type { Paint } from '../terminal.ts';

export interface ProgressBar {
  show(progress: HuntProgress): void;
  clear(): void;
}

const everyMs = 100;

/** A line on stderr that is written over again and again; nothing where that is no terminal. */
export function createProgressBar(
  stream: NodeJS.WriteStream,
  paint: Paint,
  now: () => number,
): ProgressBar {
  if (!stream.isTTY) return { show() {}, clear() {} };
  let shownMs = -everyMs;
  let began: { readonly ms: number; readonly progress: HuntProgress } | undefined;
  return {
    show(progress) {
      const ms = now();
      if (progress.phase === 'reading') began ??= { ms, progress };
      if (ms - shownMs < everyMs) return;
      shownMs = ms;
      stream.write(`\r\u001b[2K${progressLine(progress, began, ms, stream.columns, paint)}`);
    },
    clear: () => void (shownMs >= 0 && stream.write('\r\u001b[2K')),
  };
}

/** How far it is, how fast it goes, and how long it takes at that rate. */
export function progressLine(
  progress: HuntProgress,
  began: { readonly ms: number; readonly progress: HuntProgress } | undefined,
  ms: number,
  columns: number,
  paint: Paint,
): string {
  const { logs, logsRead, sizeBytes, sizeBytesRead, bytes, records } = progress;
  if (!began) return paint.dim(`looking for logs: ${logs}, ${size(sizeBytes)}`);
  const seconds = Math.max(0.001, (ms - began.ms) / 1_000);
  const perSecond = (name: 'sizeBytesRead' | 'bytes' | 'records') =>
    (progress[name] - began.progress[name]) / seconds;
  const share = sizeBytes === 0 ? logsRead / Math.max(1, logs) : sizeBytesRead / sizeBytes;
  const leftSeconds = (sizeBytes - sizeBytesRead) / perSecond('sizeBytesRead');
  const words = [
    `${Math.floor(Math.min(1, share) * 100)}%`.padStart(4),
    `${size(bytes)} at ${(perSecond('bytes') / 1e6).toFixed(0)} MB/s`,
    `${count(records)} records at ${count(perSecond('records'))}/s`,
    ...(Number.isFinite(leftSeconds) ? [`${durationOf(leftSeconds)} left`] : []),
  ].join(' · ');
  const width = Math.min(40, columns - words.length - 3);
  if (width < 5) return words.slice(0, Math.max(0, columns - 1));
  const full = Math.round(Math.min(1, share) * width);
  return `${paint.accent('━'.repeat(full))}${paint.dim('─'.repeat(width - full))} ${words}`;
}

const count = (value: number): string => Math.round(value).toLocaleString('en');

export function durationOf(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`;
}
