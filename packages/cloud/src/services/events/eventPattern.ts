import {
  type EventPattern,
  InvalidEventPattern,
  matchesEvent,
  parseEventPattern,
} from '@tocsin/engine/pattern';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { limitExceeded } from './problems.ts';
import { rulesTable } from './state.ts';

/** The pattern of a rule or archive. Throws InvalidEventPatternException. */
export function checkPattern(text: string): EventPattern {
  try {
    return parseEventPattern(text);
  } catch (error) {
    if (!(error instanceof InvalidEventPattern)) throw error;
    throw new AwsError('InvalidEventPatternException', error.message);
  }
}

/** @param event JSON of an object */
export function matchesPattern(text: string, event: object): boolean {
  return matchesEvent(checkPattern(text), event);
}

/** A bus has 30 rules with wildcards at most, which no request raises (quotas, user guide). */
export function checkWildcards(
  pattern: EventPattern,
  rule: { readonly busName: string; readonly name: string },
  context: Context,
) {
  if (!hasWildcard(pattern)) return;
  const others = context
    .table(rulesTable)
    .find('bus', rule.busName)
    .filter((other) => other.name !== rule.name && other.pattern?.includes('"wildcard"'));
  if (others.length >= wildcardRulesMax) throw limitExceeded();
}

function hasWildcard({ branches }: EventPattern): boolean {
  return branches.flat().some(({ tests }) =>
    tests.some(({ kind, ...rest }) => {
      const inner = 'tests' in rest ? rest.tests : [];
      return kind === 'wildcard' || inner.some((test) => test.kind === 'wildcard');
    }),
  );
}

const wildcardRulesMax = 30;

/** `events:source` and `events:detail-type`: what a pattern names literally. */
export function patternKeys(text: string | undefined): ConditionKeys {
  try {
    const { source, 'detail-type': detailType } = JSON.parse(text ?? '{}') as NamedFields;
    return { 'events:source': literals(source), 'events:detail-type': literals(detailType) };
  } catch {
    return {};
  }
}

interface NamedFields {
  readonly source?: unknown;
  readonly 'detail-type'?: unknown;
}

function literals(values: unknown): string[] | undefined {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : undefined;
}
