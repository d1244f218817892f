import type { Application } from '../model';
import type { ApplicationModel } from './application';

/** Seconds after which SQS gives a message of a worker that died to another one. */
export const VISIBILITY_TIMEOUT_SECONDS = 30;

/** A queue of messages in the order of their arrival. Nothing is ever dropped. */
export class WorkerApplication implements ApplicationModel {
  public served = 0;
  public readonly dropped = 0;
  public backlog = 0;
  public readonly late: Float64Array;
  public readonly responseSeconds = Number.NaN;

  /** Waiting messages by the second of their arrival. */
  private readonly cohorts: Float64Array;
  private oldest = 0;
  /** Share of the capacity that worked in the last second. */
  private utilization = 0;
  /** Messages of workers that died, until they are visible again. */
  private readonly hidden: { readonly until: number; readonly cohort: number; readonly count: number }[] = [];

  public constructor(
    private readonly application: Application,
    private readonly capacityOfTask: number,
    seconds: number,
  ) {
    this.cohorts = new Float64Array(seconds);
    this.late = new Float64Array(seconds);
  }

  public step(second: number, arrived: number, capacity: number, died: number): void {
    const { cohorts } = this;
    const { objectiveSeconds, serviceSeconds } = this.application;
    this.served = 0;
    while (this.hidden.length > 0 && this.hidden[0].until <= second) this.giveBack();
    cohorts[second] += arrived;
    this.backlog += arrived;
    if (died > 0) this.lose(second, died);

    let room = Math.min(capacity, this.backlog);
    while (room > 0 && this.oldest <= second) {
      const taken = Math.min(room, cohorts[this.oldest]);
      cohorts[this.oldest] -= taken;
      room -= taken;
      this.served += taken;
      if (second - this.oldest + serviceSeconds > objectiveSeconds) this.late[this.oldest] += taken;
      if (cohorts[this.oldest] > 0 || this.oldest === second) break;
      this.oldest++;
    }
    this.backlog = Math.max(0, this.backlog - this.served);
    this.utilization = capacity > 0 ? this.served / capacity : 0;
  }

  public finish(end: number): number {
    const { objectiveSeconds, serviceSeconds } = this.application;
    while (this.hidden.length > 0) this.giveBack();
    let left = 0;
    for (let second = this.oldest; second < end; second++) {
      left += this.cohorts[second];
      if (end - second + serviceSeconds > objectiveSeconds) this.late[second] += this.cohorts[second];
    }
    return left;
  }

  /** Hides what the dead tasks were working on. */
  private lose(second: number, tasks: number): void {
    const working = tasks * this.utilization * this.capacityOfTask * this.application.serviceSeconds;
    let count = Math.min(this.backlog, working);
    while (count > 0 && this.oldest <= second) {
      const taken = Math.min(count, this.cohorts[this.oldest]);
      if (taken > 0) this.hide(second, this.oldest, taken);
      count -= taken;
      if (this.cohorts[this.oldest] > 0 || this.oldest === second) break;
      this.oldest++;
    }
  }

  private hide(second: number, cohort: number, count: number): void {
    this.cohorts[cohort] -= count;
    this.backlog -= count;
    this.hidden.push({ until: second + VISIBILITY_TIMEOUT_SECONDS, cohort, count });
  }

  private giveBack(): void {
    const back = this.hidden.shift();
    if (!back) return;
    this.cohorts[back.cohort] += back.count;
    this.backlog += back.count;
    this.oldest = Math.min(this.oldest, back.cohort);
  }
}
