import { MANY, ONE } from '@tocsin/engine/sigma';

/** Rules as threads can send them to each other: their wildcards are symbols, which none can. */
export const toPortable = (value: unknown): unknown =>
  replaced(value, (each) => (each === MANY ? many : each === ONE ? one : undefined));

/** What `toPortable` was given. */
export const fromPortable = (value: unknown): unknown =>
  replaced(value, (each) =>
    isWildcard(each) ? (each.wildcard === many.wildcard ? MANY : ONE) : undefined,
  );

const many = { wildcard: '*' };
const one = { wildcard: '?' };

const isWildcard = (value: unknown): value is typeof many =>
  typeof value === 'object' && value !== null && 'wildcard' in value;

function replaced(value: unknown, by: (value: unknown) => unknown): unknown {
  const other = by(value);
  if (other !== undefined) return other;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((each) => replaced(each, by));
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [key, replaced(each, by)]));
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, by)]));
}
