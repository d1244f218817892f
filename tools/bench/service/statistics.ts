/** The value that a share of all values are at most: the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there must be values, got none');
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(values.length * share) - 1)];
}

export function median(values: readonly number[]): number {
  return (percentile(values, 0.5) + percentile(values, (values.length / 2 + 0.5) / values.length)) / 2;
}

/** How far values are apart: the largest over the smallest, less one. */
export function spread(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values) - 1;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export function latency(milliseconds: readonly number[]): Latency {
  return { p50: percentile(milliseconds, 0.5), p99: percentile(milliseconds, 0.99) };
}
