import { LOAD_INTERVAL, renderLoad } from '../../lib/contract/load-metric';
import { arrivalOf, type ArrivingRequest } from './arrival';
import { LoadMeter } from './meter';
import type { MeasuredTask } from './subject';

/** A timer that fires a little late never falls into the period before. */
const OFFSET = 5;

/** What publishing needs of the world. */
export interface PublisherOptions {
  /** Takes a line of log, with its end. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Publishes the load of a task from its first request on: a line for each period, within a moment of its end. */
export class LoadPublisher {
  private readonly meter: LoadMeter;
  private readonly now: () => number;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly task: MeasuredTask,
    { write, now = Date.now }: PublisherOptions,
  ) {
    this.now = now;
    this.meter = new LoadMeter({
      now,
      healthCheckSeconds: task.healthCheckSeconds,
      write: (period) => write(`${renderLoad(task, period)}\n`),
    });
  }

  /** Counts what has arrived, unless it is a health check. */
  public count(request: ArrivingRequest): void {
    const arrival = arrivalOf(request, this.task);
    if (arrival === 'health-check') return;
    if (arrival === 'request') this.meter.arrived();
    else this.meter.healthChecked();
    this.timer ??= this.schedule();
  }

  /** Publishes what was counted since the last period. What arrives later is published again. */
  public close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.meter.close();
  }

  private schedule(): NodeJS.Timeout {
    const interval = LOAD_INTERVAL * 1000;
    const timer = setTimeout(
      () => {
        this.meter.tick();
        this.timer = this.schedule();
      },
      interval - (this.now() % interval) + OFFSET,
    );
    // It must not keep a process alive that has nothing else to do.
    return timer.unref();
  }
}
