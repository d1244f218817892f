import type { Journal } from './journal';
import type { Clock } from './levers';

/** Seconds between two looks. */
export const POLL_SECONDS = 5;

/** Looks until nothing is in the way any more, or for so many seconds; says what still is. The move stays held meanwhile. */
export async function waitUntil(
  { clock, journal }: { readonly clock: Clock; readonly journal: Journal },
  seconds: number,
  inTheWay: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const end = clock.now() + seconds * 1000;
  for (;;) {
    const problems = await inTheWay();
    if (problems.length === 0 || clock.now() >= end) return problems;
    await clock.sleep(Math.min(POLL_SECONDS, (end - clock.now()) / 1000));
    await journal.write();
  }
}

/** Looks for so many seconds, and ends early with what it sees. */
export async function watchFor(
  { clock, journal }: { readonly clock: Clock; readonly journal: Journal },
  seconds: number,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const end = clock.now() + seconds * 1000;
  for (;;) {
    const problems = await look();
    if (problems.length > 0 || clock.now() >= end) return problems;
    await clock.sleep(Math.min(POLL_SECONDS, (end - clock.now()) / 1000));
    await journal.write();
  }
}
