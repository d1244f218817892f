/** How long to wait after failures. */
export interface BackoffOptions {
  readonly firstMilliseconds: number;
  readonly mostMilliseconds: number;
  /** A number from 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Twice as long after each failure, and up to a half less by chance, so that those who failed together do not come back together.
 *
 * @param failures Failures so far, from 1.
 */
export function backoff(failures: number, options: BackoffOptions): number {
  const { firstMilliseconds, mostMilliseconds, random = Math.random } = options;
  const most = Math.min(firstMilliseconds * 2 ** (failures - 1), mostMilliseconds);
  return most * (1 - random() / 2);
}
