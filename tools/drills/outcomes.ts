import type { Outcome } from './load/plan';

/** Share of requests that may fail in a second that is fine. */
const FINE_ERRORS = 0.01;

/** How often each reason of a failure was given. */
export function reasonsOf(failed: readonly Pick<Outcome, 'error'>[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const { error = '' } of failed) reasons[error] = (reasons[error] ?? 0) + 1;
  return reasons;
}

/** The time within which a share of requests was answered, in milliseconds. */
export function answeredWithin(outcomes: readonly Pick<Outcome, 'milliseconds'>[], share: number): number {
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return times.length === 0 ? 0 : Math.round(times[Math.ceil(times.length * share) - 1]);
}

/** What is allowed in a second that is fine. */
export interface Fine {
  /** Share of its requests that is answered within so many milliseconds. */
  readonly share: number;
  readonly mostMilliseconds: number;
}

/** Whether each second from a moment on is fine. */
export function fineSeconds(outcomes: readonly Outcome[], from: number, { share, mostMilliseconds }: Fine): boolean[] {
  const seconds: Outcome[][] = [];
  for (const outcome of outcomes) {
    const second = Math.floor((outcome.at - from) / 1000);
    if (second >= 0) (seconds[second] ??= []).push(outcome);
  }
  // The load ends in the middle of the last one: what few requests are like is chance.
  return Array.from(seconds.slice(0, -1), (own = []) => {
    const errors = own.filter(({ error }) => error !== undefined).length;
    return errors <= FINE_ERRORS * own.length && answeredWithin(own, share) <= mostMilliseconds;
  });
}
