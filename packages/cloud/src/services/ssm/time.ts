import { AwsError } from '../../kernel/error.ts';

/** The time that a filter names, in ms. Throws InvalidFilterValue. */
export function requireTime(text = ''): number {
  const timeMs = Date.parse(text);
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new AwsError('InvalidFilterValue', 'The filter value is not valid.');
}
