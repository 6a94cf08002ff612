/** One figure: what was measured, beside its limit or the peer that it was held to. */
export interface Figure {
  readonly name: string;
  readonly measured: string;
  /** The peer's own measure, taken in the same run. */
  readonly peer?: string;
  readonly target: string;
  /** Measured against peer or limit, so that 1 or more means reached. */
  readonly reached: number;
}

/** A benchmark: one file, one or a few figures that come from the same run. */
export interface Benchmark {
  readonly name: string;
  /** Gives the figures; `quick` asks for a short run that shows only that it works. */
  measure(options: { quick: boolean }): Promise<readonly Figure[]>;
}

/** The value below which `share` (0 to 1) of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
