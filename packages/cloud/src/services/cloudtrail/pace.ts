import type { Context } from '../../kernel/context.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import type { Feed } from './state.ts';

/**
 * When a record is due at a destination, milliseconds since the epoch. At AWS's pace log files are
 * written every five minutes and log events come some 105 seconds after the call; otherwise both
 * are due at once.
 */
export function dueMs({ destination }: Feed, { timeMs }: JournalEntry, context: Context): number {
  if (context.settings.pace === 'instant') return 0;
  if (destination.kind === 'logGroup') return timeMs + logEventDelayMs;
  return (Math.floor(timeMs / logFilePeriodMs) + 1) * logFilePeriodMs;
}

/** The minutes in the names of log files are multiples of five. */
export const logFilePeriodMs = 5 * 60_000;
const logEventDelayMs = 105_000;
