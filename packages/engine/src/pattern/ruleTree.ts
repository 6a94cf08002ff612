import { createSlots, type EventFields, SEVERAL } from './eventFields.ts';
import type { FieldTest } from './eventPattern.ts';
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
  const root = link(buildIndex(candidates), createChecks(of), of);
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

interface TreeLookup {
  readonly path: string;
  readonly slot: number;
  readonly tables: readonly KeyTable<TreeNode>[];
}

/** A field's test, one for all candidates that have the same, with its last verdict. */
interface Check extends CompiledField {
  readonly slot: number;
  judgedIn: number;
  verdict: Verdict;
}

/** A field with several leaves is only certain together with the other fields. */
type Verdict = 'passed' | 'failed' | 'uncertain';

function createChecks(slotOf: (path: string) => number): (field: FieldTest) => Check {
  const checks = new Map<string, Check>();
  return (field) => {
    const name = JSON.stringify(field);
    const check = checks.get(name) ?? {
      ...compileField(field),
      slot: slotOf(field.path),
      judgedIn: 0,
      verdict: 'failed',
    };
    checks.set(name, check);
    return check;
  };
}

function link(
  { rest, lookups }: IndexNode<Candidate>,
  checkOf: (field: FieldTest) => Check,
  slotOf: (path: string) => number,
): TreeNode {
  return {
    rest: rest.map(({ rule, branch }) => ({ rule, checks: branch.map(checkOf) })),
    lookups: lookups.map(({ path, tables }) => ({
      path,
      slot: slotOf(path),
      tables: tables.map(({ keyOf, nodes }) => ({
        keyOf,
        nodes: new Map([...nodes].map(([key, node]) => [key, link(node, checkOf, slotOf)])),
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
  const generation = fields.generation();
  let isCertain = true;
  for (const check of checks) {
    if (check.judgedIn !== generation) {
      check.judgedIn = generation;
      check.verdict = judge(check, fields);
    }
    if (check.verdict === 'failed') return false;
    if (check.verdict === 'uncertain') isCertain = false;
  }
  return isCertain || matchesBranch(checks, fields.leaves);
}

function judge({ slot, field, holds }: Check, fields: EventFields): Verdict {
  const value = fields.read(slot);
  if (value === SEVERAL) {
    const leaves = fields.leaves(field.path);
    const mayPass = field.mayBeAbsent || leaves.some((leaf) => holds(leaf.value));
    return mayPass ? 'uncertain' : 'failed';
  }
  return (value === undefined ? field.mayBeAbsent : holds(value)) ? 'passed' : 'failed';
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
