import type { Position } from './events.ts';
import { invalidParameter } from './onLogGroup.ts';

/** `eventId`: 56 digits, in which the ids of a group's events stand in the order of the events. */
export function eventId({ timeMs, seq }: Position): string {
  return `3${String(timeMs).padStart(15, '0')}${String(seq).padStart(40, '0')}`;
}

export type Direction = 'f' | 'b';

/**
 * GetLogEvents' token: where to go on, forward or backward. A forward token names the event that
 * it follows, a backward one the event that it precedes, so neither gives an event twice.
 */
export function eventsToken(direction: Direction, position: Position): string {
  return `${direction}/${eventId(position)}/s`;
}

export function readEventsToken(token: string): Position & { readonly direction: Direction } {
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  const position = match && readDigits(match[2]!);
  if (!position) throw invalidToken();
  return { direction: match[1] as Direction, ...position };
}

/** FilterLogEvents' token: the event that was looked at last. */
export function searchToken(position: Position): string {
  return Buffer.from(eventId(position)).toString('base64url');
}

export function readSearchToken(token: string): Position {
  const digits = Buffer.from(token.slice(0, 200), 'base64url').toString('latin1');
  const position = readDigits(digits);
  if (!position) throw invalidToken();
  return position;
}

export function invalidToken() {
  return invalidParameter('The specified nextToken is invalid.');
}

function readDigits(digits: string): Position | undefined {
  const match = /^3(\d{15})(\d{40})$/.exec(digits);
  if (!match) return undefined;
  const position = { timeMs: Number(match[1]), seq: Number(match[2]) };
  return Number.isSafeInteger(position.seq) ? position : undefined;
}
