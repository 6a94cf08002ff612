import { isDeepStrictEqual } from 'node:util';
import type { Snapshot } from './snapshot.ts';

/**
 * What is not as it was when the snapshot was taken, a sentence each. That the kill-switch turned
 * credentials off is no drift.
 */
export function driftOf(before: Snapshot, now: Snapshot): string[] {
  const names = new Set([...Object.keys(before.parts), ...Object.keys(now.parts)]);
  return [...names].sort().flatMap((name) => {
    if (name in before.unread) return [];
    if (name in now.unread) return [`${name}: could not be read: ${now.unread[name]}`];
    return changesOf(name, before.parts[name], now.parts[name]);
  });
}

function changesOf(name: string, before: unknown, now: unknown): string[] {
  const [one, other] = [settled(before), settled(now)];
  if (isDeepStrictEqual(one, other)) return [];
  if (!Array.isArray(one) || !Array.isArray(other)) return [`${name}: changed`];
  const added = other.filter((item) => !one.some((each) => isDeepStrictEqual(each, item)));
  const gone = one.filter((item) => !other.some((each) => isDeepStrictEqual(each, item)));
  const changes = [
    ...added.map((item) => `${name}: ${shortly(item)} was added or changed`),
    ...gone
      .filter((item) => !added.some((each) => shortly(each) === shortly(item)))
      .map((item) => `${name}: ${shortly(item)} is gone`),
  ];
  return changes.length > 0 ? changes : [`${name}: changed`];
}

/** Without what the kill-switch turned off: an item that is `Inactive` now counts as it was. */
const settled = (part: unknown): unknown =>
  Array.isArray(part) ? part.map(withoutStatus).sort(byText) : part;

function withoutStatus(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('status' in item)) return item;
  const { status: _, ...rest } = item;
  return rest;
}

const byText = (one: unknown, other: unknown) =>
  JSON.stringify(one).localeCompare(JSON.stringify(other));

function shortly(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { name, id, Sid } = item as Record<string, unknown>;
  return String(name ?? id ?? Sid ?? JSON.stringify(item));
}
