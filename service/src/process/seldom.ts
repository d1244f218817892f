/** Does something at most once within so many milliseconds; where it failed, the next call tries again. */
export function seldom(milliseconds: number, work: () => Promise<unknown>): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    if (Date.now() < nextAt) return;
    nextAt = Date.now() + milliseconds;
    try {
      await work();
    } catch (error) {
      nextAt = 0;
      throw error;
    }
  };
}
