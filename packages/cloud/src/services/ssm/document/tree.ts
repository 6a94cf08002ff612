import { invalidContent } from './readContent.ts';

/** What was read is a map. */
export function tree(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw invalidContent(`${what} must be a map.`);
}

/** A text; numbers and Booleans that somebody forgot to quote are taken as one. */
export function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalidContent(`${what} must be a string.`);
}
