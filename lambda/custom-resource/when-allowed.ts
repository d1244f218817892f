/** What is used of time. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

const PAUSE_MS = 2_000;
/** The function's role may be as new as the request; IAM needs some seconds to spread it. */
const IAM_SPREAD_MS = 60_000;

/** Does something, again and again for a minute while it is denied. */
export async function whenAllowed<T>(act: () => Promise<T>, clock: Clock): Promise<T> {
  const deadline = clock.now() + IAM_SPREAD_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isDenied(error) || clock.now() >= deadline) throw error;
      await clock.sleep(PAUSE_MS);
    }
  }
}

/** Whether it was a missing permission that something failed on, in the words of S3 or of the other services. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && ['AccessDenied', 'AccessDeniedException'].includes(error.name);
}
