import type { Journal } from './journal';
import type { Clock } from './levers';

/** Seconds between two looks. */
const POLL_SECONDS = 5;

/** Looks, and says what is seen. */
type Look = () => Promise<readonly string[]>;

/** What looking takes: the move stays held meanwhile. */
interface Waiting {
  readonly clock: Clock;
  readonly journal: Journal;
}

/** Looks until nothing is in the way any more, or for so many seconds; says what still is. */
export function waitUntil(waiting: Waiting, seconds: number, inTheWay: Look): Promise<readonly string[]> {
  return lookFor(waiting, seconds, inTheWay, (problems) => problems.length === 0);
}

/** Looks for so many seconds, and ends early with what it sees. */
export function watchFor(waiting: Waiting, seconds: number, look: Look): Promise<readonly string[]> {
  return lookFor(waiting, seconds, look, (problems) => problems.length > 0);
}

async function lookFor(
  { clock, journal }: Waiting,
  seconds: number,
  look: Look,
  isOver: (problems: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const end = clock.now() + seconds * 1000;
  for (;;) {
    const problems = await look();
    if (isOver(problems) || clock.now() >= end) return problems;
    await clock.sleep(Math.min(POLL_SECONDS, (end - clock.now()) / 1000));
    await journal.write();
  }
}
