/** A moment, by both clocks that a process has. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** The present moment. */
export function moment(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

/**
 * Milliseconds since a moment, rather too many than too few: the monotonic clock stands still while a machine is suspended, the clock on the
 * wall may be set back, and both at once happen to nobody.
 */
export function millisecondsSince({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
