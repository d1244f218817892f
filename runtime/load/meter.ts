import { LOAD_INTERVAL, type LoadPeriod } from '../../lib/contract/load-metric';

const INTERVAL = LOAD_INTERVAL * 1000;

/**
 * Periods that passed unseen are written later, up to this many. A process that stood still for longer did not serve: it was
 * suspended, or its clock was set.
 */
const MOST_MISSED = 30;

/** Where the last period ends in a moment, what is counted is rated as if it took a second. */
const LEAST_SECONDS = 1;

/** What a meter needs of the world. */
export interface MeterOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes each period once, when it is over. */
  readonly write: (period: LoadPeriod) => void;
  /** Seconds between two checks of the load balancer. Without it every period without a request is written as a zero. */
  readonly healthCheckSeconds?: number;
}

/**
 * Counts what arrives at a task, in periods of the wall clock. It opens with the first request or health check. The rest of the
 * period that is running then is counted in with the first whole one: rated alone it would be noise, left out it would be lost.
 */
export class LoadMeter {
  /** Start of the period that is written next; none before the first request. */
  private period?: number;
  /** Since when is counted what is written next. */
  private since = 0;
  private requests = 0;
  private checked?: number;

  constructor(private readonly options: MeterOptions) {}

  /** A request has arrived. */
  public arrived(): void {
    this.advance();
    this.requests += 1;
  }

  /** The load balancer has asked for the health of the task. */
  public healthChecked(): void {
    this.advance();
    this.checked = this.options.now();
  }

  /** Writes every period that is over. */
  public tick(): void {
    if (this.period !== undefined) this.advance();
  }

  /** Writes what was counted since the last period, and starts over. */
  public close(): void {
    this.tick();
    if (this.period === undefined) return;
    const now = this.options.now();
    const seconds = Math.max((now - this.since) / 1000, LEAST_SECONDS);
    // Within the rest that goes with the first whole period, that one lies ahead.
    const start = Math.min(this.period, startOf(now));
    if (this.requests > 0) this.options.write({ start, requests: this.requests, seconds });
    this.period = undefined;
    this.requests = 0;
  }

  private advance(): void {
    const now = this.options.now();
    // A clock that was set back by more than a period would silence the meter until it has caught up.
    if (this.period === undefined || now < this.since - INTERVAL) {
      this.since = now;
      this.period = Math.ceil(now / INTERVAL) * INTERVAL;
    }
    if (now - this.period >= INTERVAL) this.writeUntil(now, this.period);
  }

  private writeUntil(now: number, first: number): void {
    const current = startOf(now);
    this.writePeriod(first);
    const missed = Math.max(first + INTERVAL, current - MOST_MISSED * INTERVAL);
    for (this.since = missed; this.since < current;) this.writePeriod(this.since);
    this.period = current;
    this.since = current;
  }

  private writePeriod(start: number): void {
    const end = start + INTERVAL;
    const requests = this.requests;
    const seconds = (end - Math.min(this.since, start)) / 1000;
    this.requests = 0;
    this.since = end;
    if (requests > 0 || this.isInService(end)) this.options.write({ start, requests, seconds });
  }

  /**
   * Whether a period without requests is a zero. The load balancer checks a task that it sends requests to; one that it does not
   * check any more is draining, and its zeros would hide half of the load of those that serve.
   */
  private isInService(end: number): boolean {
    const { healthCheckSeconds } = this.options;
    if (healthCheckSeconds === undefined || this.checked === undefined) return true;
    return end - this.checked < 2 * healthCheckSeconds * 1000;
  }
}

function startOf(moment: number): number {
  return Math.floor(moment / INTERVAL) * INTERVAL;
}
