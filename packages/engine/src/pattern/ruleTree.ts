import { createSlots, type EventFields, SEVERAL } from './eventFields.ts';
import { type CompiledField, compileField, matchesBranch } from './matchesEvent.ts';
import { buildIndex, type Candidate, type IndexNode, type KeyTable } from './ruleIndex.ts';
import type { KeyLeaves } from './textLeaves.ts';
import type { Leaf } from './valueTest.ts';

/** The index over all rules, ready to be asked about events. */
export interface RuleTree {
  /** The paths by their slots. */
  readonly paths: readonly string[];
  /** Gives the numbers of the rules that match; a number may come more than once. */
  find(fields: EventFields): number[];
  /** Whether a rule can match an event with these leaves; a leaf's place does not count here. */
  mayMatch(leavesOf: (slot: number) => KeyLeaves): boolean;
}

export function plantRules(candidates: readonly Candidate[]): RuleTree {
  const { paths, of } = createSlots();
  const root = link(buildIndex(candidates), of);
  const find = (fields: EventFields) => {
    const found: number[] = [];
    visit(root, fields, found);
    return found;
  };
  return { paths, find, mayMatch: (leavesOf) => mayHold(root, leavesOf) };
}

interface TreeNode {
  readonly rest: readonly TreeCandidate[];
  readonly lookups: readonly TreeLookup[];
}

interface TreeCandidate {
  readonly rule: number;
  /** In the order of the paths. */
  readonly checks: readonly Check[];
}

interface Check extends CompiledField {
  readonly slot: number;
}

interface TreeLookup {
  readonly path: string;
  readonly slot: number;
  readonly tables: readonly KeyTable<TreeNode>[];
}

type SlotOf = (path: string) => number;

function link({ rest, lookups }: IndexNode<Candidate>, slotOf: SlotOf): TreeNode {
  return {
    rest: rest.map(({ rule, branch }) => ({
      rule,
      checks: branch.map((field) => ({ ...compileField(field), slot: slotOf(field.path) })),
    })),
    lookups: lookups.map(({ path, tables }) => ({
      path,
      slot: slotOf(path),
      tables: tables.map(({ keyOf, nodes }) => ({
        keyOf,
        nodes: new Map([...nodes].map(([key, node]) => [key, link(node, slotOf)])),
      })),
    })),
  };
}

function visit({ rest, lookups }: TreeNode, fields: EventFields, found: number[]): void {
  for (const candidate of rest) {
    if (matches(candidate, fields)) found.push(candidate.rule);
  }
  for (const lookup of lookups) {
    const value = fields.read(lookup.slot);
    if (value === SEVERAL) {
      for (const leaf of fields.leaves(lookup.path)) lookUp(lookup, leaf.value, fields, found);
    } else if (value !== undefined) lookUp(lookup, value, fields, found);
  }
}

function lookUp({ tables }: TreeLookup, value: Leaf, fields: EventFields, found: number[]): void {
  for (const { keyOf, nodes } of tables) {
    const key = keyOf(value);
    const node = key === undefined ? undefined : nodes.get(key);
    if (node) visit(node, fields, found);
  }
}

function matches({ checks }: TreeCandidate, fields: EventFields): boolean {
  let isCertain = true;
  for (const { slot, field, holds } of checks) {
    const value = fields.read(slot);
    if (value === SEVERAL) isCertain = false;
    else if (value === undefined ? !field.mayBeAbsent : !holds(value)) return false;
  }
  return isCertain || matchesBranch(checks, fields.event());
}

function mayHold({ rest, lookups }: TreeNode, leavesOf: (slot: number) => KeyLeaves): boolean {
  for (const { checks } of rest) {
    if (checks.every((check) => mayPass(check, leavesOf))) return true;
  }
  for (const { slot, tables } of lookups) {
    const { values, mayHaveMore } = leavesOf(slot);
    if (mayHaveMore) return true;
    for (const { keyOf, nodes } of tables) {
      for (const value of values) {
        const key = keyOf(value);
        const node = key === undefined ? undefined : nodes.get(key);
        if (node && mayHold(node, leavesOf)) return true;
      }
    }
  }
  return false;
}

function mayPass({ slot, field, holds }: Check, leavesOf: (slot: number) => KeyLeaves): boolean {
  if (field.mayBeAbsent) return true;
  const { values, mayHaveMore } = leavesOf(slot);
  return mayHaveMore || values.some(holds);
}
