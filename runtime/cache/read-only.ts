/** What a write gives where the cache answers, and takes no writes. */
export const READ_ONLY = Symbol('read-only');

/**
 * Makes an answer of the refusal of a copy that is only read: one of another region, or a primary that has just been replaced. It is up
 * and well, and what it holds is to be had: so it must not count as a failure. Any other failure is thrown again.
 */
export function readOnlyAnswer(error: unknown): typeof READ_ONLY {
  if (error instanceof Error && error.message.startsWith('READONLY')) return READ_ONLY;
  throw error;
}
