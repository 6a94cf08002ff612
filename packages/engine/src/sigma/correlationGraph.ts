import { RULES_MAX } from './parseCorrelation.ts';
import type { SigmaCorrelation, SigmaRule } from './rule.ts';
import { SigmaError } from './SigmaError.ts';
import { ENTRIES_PER_GROUP_MAX } from './window.ts';

/** A correlation with what its references lead to. */
export interface CorrelationNode {
  readonly correlation: SigmaCorrelation;
  /** What `rules` names, in that order. */
  readonly members: readonly (SigmaRule | SigmaCorrelation)[];
  /** For each of the members, where its records have what `group-by` names. */
  readonly groupFields: readonly (readonly GroupField[])[];
}

export interface GroupField {
  /** As `group-by` has it. */
  readonly name: string;
  readonly path: readonly string[];
}

/**
 * Finds what correlations refer to, and puts them in an order in which each comes after those it
 * is built on.
 *
 * @throws SigmaError where a reference leads nowhere, to several, or round in a circle.
 */
export function linkCorrelations(
  correlations: readonly SigmaCorrelation[],
  rules: readonly SigmaRule[],
): {
  nodes: readonly CorrelationNode[];
  quiet: ReadonlySet<SigmaRule | SigmaCorrelation>;
} {
  const known = referencesOf([...rules, ...correlations]);
  const nodes = new Map(correlations.map((one) => [one, link(one, known)]));
  const quiet = [...nodes.values()]
    .filter(({ correlation }) => !correlation.generate)
    .flatMap(({ members }) => members);
  return { nodes: inOrder(nodes), quiet: new Set(quiet) };
}

type References = ReadonlyMap<string, readonly (SigmaRule | SigmaCorrelation)[]>;

function referencesOf(documents: readonly (SigmaRule | SigmaCorrelation)[]): References {
  const known = new Map<string, (SigmaRule | SigmaCorrelation)[]>();
  for (const document of documents) {
    for (const reference of new Set([document.id, document.name])) {
      if (reference === undefined) continue;
      known.set(reference, [...(known.get(reference) ?? []), document]);
    }
  }
  return known;
}

function link(correlation: SigmaCorrelation, known: References): CorrelationNode {
  const members = correlation.rules.map((reference) => {
    const found = known.get(reference) ?? [];
    if (found.length === 0) {
      refuse(correlation, `there is no rule with the id or name "${reference}"`);
    }
    if (found.length > 1) {
      const titles = found.map(({ title }) => `"${title}"`).join(' and ');
      refuse(correlation, `"${reference}" may be ${titles}: give each its own id and name`);
    }
    return found[0]!;
  });
  const least = Math.max(...correlation.comparisons.map(({ count }) => count));
  if (least >= ENTRIES_PER_GROUP_MAX) {
    refuse(correlation, `counts are done below ${ENTRIES_PER_GROUP_MAX}, not to ${least}`);
  }
  const groupFields = correlation.rules.map((reference) =>
    correlation.groupBy.map((name) => ({
      name,
      path: correlation.aliases.get(name)?.get(reference) ?? name.split('.'),
    })),
  );
  return { correlation, members, groupFields };
}

/** Correlations on correlations that may stand above each other. */
const CHAIN_MAX = RULES_MAX;

function inOrder(nodes: ReadonlyMap<SigmaCorrelation, CorrelationNode>): CorrelationNode[] {
  const done = new Set<CorrelationNode>();
  const visit = (node: CorrelationNode, above: readonly CorrelationNode[]) => {
    if (done.has(node)) return;
    if (above.includes(node)) refuse(node.correlation, 'it is built on itself, by way of others');
    if (above.length > CHAIN_MAX) refuse(node.correlation, `more than ${CHAIN_MAX} are chained`);
    for (const member of node.members) {
      if (member.kind === 'correlation') visit(nodes.get(member)!, [...above, node]);
    }
    done.add(node);
  };
  for (const node of nodes.values()) visit(node, []);
  return [...done];
}

function refuse({ title, origin }: SigmaCorrelation, reason: string): never {
  throw new SigmaError(`correlation "${title}": ${reason}`, origin.file, origin.line);
}
