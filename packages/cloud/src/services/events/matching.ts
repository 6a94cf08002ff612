import { compileRules, parseEventPattern } from '@tocsin/engine/pattern';
import type { Context } from '../../kernel/context.ts';
import { defineMemory } from '../../kernel/memory.ts';
import { type Archive, archivesTable, type Rule, ruleKey, rulesTable } from './state.ts';

/** Who takes an event from a bus: a rule that is enabled, or an archive. */
export type Taker =
  | { readonly kind: 'rule'; readonly key: string }
  | { readonly kind: 'archive'; readonly key: string };

export interface Takers {
  readonly size: number;
  /** Those that take the event, JSON text. */
  match(event: string): readonly Taker[];
}

export interface BusTakers {
  readonly all: Takers;
  /** Those that see the read-only management events that CloudTrail delivers. */
  readonly withReads: Takers;
}

/** What takes events from a bus, compiled when first asked for after a change. */
export function takersOf(busName: string, context: Context): BusTakers {
  const known = context.memory(compiled);
  const rules = context.table(rulesTable);
  const archives = context.table(archivesTable);
  const version = `${rules.version}/${archives.version}`;
  const key = `${rules.scope}/${busName}`;
  const before = known.get(key);
  if (before?.version === version) return before.takers;
  if (known.size >= compiledMax) known.clear();
  const takers = compile(
    rules.find('bus', busName),
    [...archives.values()].filter((archive) => archive.busName === busName),
  );
  known.set(key, { version, takers });
  return takers;
}

function compile(rules: readonly Rule[], archives: readonly Archive[]): BusTakers {
  const enabled = rules.filter(({ state, pattern }) => state !== 'DISABLED' && pattern);
  const ofRules = enabled.map((rule) => ({
    taker: { kind: 'rule', key: ruleKey(rule.busName, rule.name) } as const,
    pattern: rule.pattern!,
    withReads: rule.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
  }));
  const ofArchives = archives.map(({ name, pattern }) => ({
    taker: { kind: 'archive', key: name } as const,
    pattern: archivePattern(pattern),
    withReads: false,
  }));
  const all = [...ofRules, ...ofArchives];
  return { all: takers(all), withReads: takers(all.filter(({ withReads }) => withReads)) };
}

function takers(of: readonly { readonly taker: Taker; readonly pattern: string }[]): Takers {
  const rules = of.map(({ taker, pattern }) => ({
    rule: taker,
    pattern: parseEventPattern(pattern),
  }));
  const matcher = compileRules<Taker>(rules);
  return { size: of.length, match: (event) => matcher.matchText(event) };
}

/** An archive is fed by a rule that AWS manages, and takes no event that is replayed. */
function archivePattern(pattern: string | undefined): string {
  const own = pattern === undefined ? {} : (JSON.parse(pattern) as object);
  return JSON.stringify({ ...own, 'replay-name': [{ exists: false }] });
}

const compiled = defineMemory<Map<string, { version: string; takers: BusTakers }>>({
  open: () => new Map(),
});
const compiledMax = 1_000;
