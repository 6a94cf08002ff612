import type { EventPattern, FieldTest } from './eventPattern.ts';
import { findLeaves, joinMemberships, type Membership, type PlacedLeaf } from './leaves.ts';
import { compileTests, type Predicate } from './valueTest.ts';

/**
 * Whether an event matches a pattern. Fields that lie in an array of objects must all be met in
 * the same element of it.
 *
 * @param event parsed JSON.
 */
export function matchesEvent(pattern: EventPattern, event: unknown): boolean {
  const leavesOf = (path: string) => findLeaves(event, path);
  return pattern.branches.some((branch) => matchesBranch(branch.map(compileField), leavesOf));
}

export interface CompiledField {
  readonly field: FieldTest;
  readonly holds: Predicate;
}

export function compileField(field: FieldTest): CompiledField {
  return { field, holds: compileTests(field.tests) };
}

/** Tries the fields in turn, each with the elements that those before it went through. */
export function matchesBranch(
  fields: readonly CompiledField[],
  leavesOf: (path: string) => readonly PlacedLeaf[],
  from = 0,
  elements: Membership = new Map(),
): boolean {
  const next = fields[from];
  if (!next) return true;
  let isPresent = false;
  for (const { value, membership } of leavesOf(next.field.path)) {
    const joined = joinMemberships(elements, membership);
    if (!joined) continue;
    isPresent = true;
    if (next.holds(value) && matchesBranch(fields, leavesOf, from + 1, joined)) return true;
  }
  return (
    !isPresent && next.field.mayBeAbsent && matchesBranch(fields, leavesOf, from + 1, elements)
  );
}
