import type { SigmaCorrelation } from '../../rule.ts';
import { valueSql } from './sqlField.ts';

/** Which of the records that rules match are kept. */
export interface Kept {
  /** Columns over windows, `… AS name`. */
  readonly windows: readonly string[];
  readonly condition: string;
}

/** Of the records of a rule, the first with each combination of values; all if SQL sees none. */
export function firstOfValues(fields: readonly (readonly string[])[], rule: string): Kept {
  const values = fields.map(valueSql);
  if (values.includes(undefined)) return { windows: [], condition: rule };
  const partition = [rule, ...values].join(', ');
  const column = `first_${rule}`;
  return {
    windows: [
      `row_number() OVER (PARTITION BY ${partition} ORDER BY happened, eventid) AS ${column}`,
    ],
    condition: `(${rule} AND ${column} = 1)`,
  };
}

interface Member {
  readonly reference: string;
  /** The column that tells whether its rule matches. */
  readonly column: string;
}

/**
 * Of the records of a correlation's rules, those that may count in a window for which it holds.
 *
 * Time is cut into stretches of twice the time span, and once more half a stretch later. Any window
 * lies in a stretch of one of the two, so where a stretch has too little of what is counted, no
 * window in it has enough. This costs one sum for each stretch, where a window that slides would
 * cost one for each record. All records of a stretch with enough are kept, so that counts within
 * are what they were.
 *
 * @param members undefined where it refers to a correlation, which keeps its records itself.
 */
export function nearOthers(
  correlation: SigmaCorrelation,
  members: readonly (Member | undefined)[],
  name: string,
): readonly Kept[] {
  const own = members.filter((member) => member !== undefined);
  if (own.length === 0) return [];
  const any = own.map(({ column }) => column).join(' OR ');
  const least = leastOf(correlation);
  const measure = measureOf(correlation, own, any);
  if (own.length < members.length || least === undefined || measure === undefined) {
    return [{ windows: [], condition: any }];
  }
  const seconds = correlation.timespanMs / 1000;
  const groups = correlation.groupBy.flatMap((group) => groupSql(group, own, correlation) ?? []);
  const over = (stretch: string) => `OVER (PARTITION BY ${[...groups, stretch].join(', ')})`;
  const windows = [
    `${measure(over(`floor(happened / ${2 * seconds})`))} AS ${name}`,
    `${measure(over(`floor((happened + ${seconds}) / ${2 * seconds})`))} AS ${name}_later`,
  ];
  const enough = `(${name} >= ${least} OR ${name}_later >= ${least})`;
  return [{ windows, condition: `((${any}) AND ${enough})` }];
}

/** The least that the condition can hold of; undefined if it may hold of nothing at all. */
function leastOf({ comparisons, type, rules }: SigmaCorrelation): number | undefined {
  const bounds = comparisons.flatMap(({ comparison, count }) =>
    comparison === 'gte' || comparison === 'eq' ? [count] : comparison === 'gt' ? [count + 1] : [],
  );
  const least = Math.max(0, ...bounds);
  if (least === 0) return undefined;
  return type === 'temporal_ordered' ? rules.length : least;
}

/** What a stretch has of what is counted; undefined if SQL does not see it. */
function measureOf(
  { type, field }: SigmaCorrelation,
  members: readonly Member[],
  any: string,
): ((over: string) => string) | undefined {
  switch (type) {
    case 'event_count':
      return (over) => `count(CASE WHEN ${any} THEN 1 END) ${over}`;
    case 'value_count': {
      const value = field === undefined ? undefined : valueSql(field);
      if (value === undefined) return undefined;
      // A histogram has each value once, and leaves out NULL.
      const counted = `histogram(CASE WHEN ${any} THEN ${value} END)`;
      return (over) => `cardinality(${counted} ${over})`;
    }
    default:
      return (over) =>
        members
          .map(({ column }) => `max(CASE WHEN ${column} THEN 1 ELSE 0 END) ${over}`)
          .join(' + ');
  }
}

/** A field that the rules have in different places is left out: the stretch only gets wider. */
function groupSql(
  name: string,
  members: readonly Member[],
  { aliases }: SigmaCorrelation,
): string | undefined {
  const paths = members.map(
    ({ reference }) => aliases.get(name)?.get(reference)?.join('.') ?? name,
  );
  return new Set(paths).size === 1 ? valueSql(paths[0]!.split('.')) : undefined;
}
