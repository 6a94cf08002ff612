/**
 * Sums and percentiles over values sorted upwards, each with how often it occurs. A rank is a
 * position on the line on which the values lie side by side, each as wide as its count.
 */
type Distribution = readonly { readonly value: number; readonly count: number }[];

/** Above the rounding error of `count × percent / 100`, far below any fraction of a sample. */
const RANK_TOLERANCE = 1e-9;

/**
 * The smallest value that at least `rank` samples do not exceed. AWS documents what a percentile
 * means but not how it interpolates; the nearest rank always is a value that was published.
 */
export function percentileAt(values: Distribution, rank: number): number {
  let seen = 0;
  for (const { value, count } of values) {
    seen += count;
    if (seen * (1 + RANK_TOLERANCE) >= rank) return value;
  }
  return values[values.length - 1]!.value;
}

/** The sum of the values between two ranks, a value cut by a rank counting in proportion. */
export function sumBetween(values: Distribution, from: number, to: number): number {
  let seen = 0;
  let sum = 0;
  for (const { value, count } of values) {
    const overlap = Math.min(seen + count, to) - Math.max(seen, from);
    if (overlap > 0) sum += value * overlap;
    seen += count;
  }
  return sum;
}
