/** An answer of an origin. */
export interface Answer {
  readonly status: number;
}

/** Who answered, and how many were asked before. */
export interface Served<T extends Answer> {
  readonly answer: T;
  readonly origin: string;
  readonly failedBefore: number;
}

/**
 * Asks one origin after another, as CloudFront does with a group: the next one where an origin cannot be reached, or answers with one of
 * the codes. What the last one answers is passed on, whatever it is.
 */
export async function firstGood<T extends Answer>(
  origins: readonly string[],
  codes: readonly number[],
  ask: (origin: string) => Promise<T>,
): Promise<Served<T>> {
  const [origin, ...others] = origins;
  try {
    const answer = await ask(origin);
    if (others.length === 0 || !codes.includes(answer.status)) return { answer, origin, failedBefore: 0 };
  } catch (error) {
    if (others.length === 0) throw error;
  }
  const served = await firstGood(others, codes, ask);
  return { ...served, failedBefore: served.failedBefore + 1 };
}
