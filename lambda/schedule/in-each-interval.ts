/** What a schedule needs of the world. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Milliseconds of an interval. Intervals are aligned to the wall clock. */
const INTERVAL = 10_000;
/** Intervals of a minute: the function of the next minute goes on with the one after. */
const INTERVALS = 6;
/** How far into an interval its work aims, so that a timer that is a little early does not fall into the one before. */
const OFFSET = 1000;
/** An interval that ended longer ago is left out: what is measured now says nothing about it. */
const LATE = 5000;
/** Nothing is started later than this, so that the last work ends before the function is stopped. */
const LAST_START = 54_000;
/** An event that is older than this is another try of a failed one: the function of a later minute is at work already. */
const STALE = 60_000;

/**
 * Works once in each of the six intervals that begin with that of a scheduled event. Events come a minute apart, however late each is
 * delivered: so no interval is left out or met twice where the function of one minute follows that of another.
 *
 * @param work Is given a time within its interval, and says whether to go on.
 */
export async function inEachInterval(
  eventTime: string,
  clock: Clock,
  work: (timestamp: Date) => Promise<boolean>,
): Promise<void> {
  const start = clock.now();
  const due = Date.parse(eventTime);
  if (start - due > STALE) return;
  const first = Math.floor(due / INTERVAL);
  for (let interval = first; interval < first + INTERVALS; interval++) {
    if (interval > first) await clock.sleep(Math.max(0, interval * INTERVAL + OFFSET - clock.now()));
    const now = clock.now();
    const end = (interval + 1) * INTERVAL;
    if (now - start > LAST_START) break;
    if (now - end > LATE) continue;
    if (!(await work(new Date(Math.min(now, end - 1))))) break;
  }
}
