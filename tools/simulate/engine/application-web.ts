import type { Application } from '../model';
import type { ApplicationModel } from './application';

/** Seconds after which a client that waits gives up. */
export const PATIENCE_SECONDS = 10;

/** Utilization above which the formula of the queue's tail would divide by nothing. */
const MAX_UTILIZATION = 0.999;

/**
 * One queue, first in first out, of cohorts: the requests of one second. A cohort that waits for whole seconds is late
 * or not as one; of those that are served in their own second, the tail of an M/M/1 queue at each task is late.
 */
export class WebApplication implements ApplicationModel {
  public served = 0;
  public dropped = 0;
  public backlog = 0;
  public readonly late: Float64Array;
  public responseSeconds = Number.NaN;

  /** Waiting requests by the second of their arrival, modulo the length. */
  private readonly cohorts = new Float64Array(PATIENCE_SECONDS + 1);
  private oldest = 0;

  /** Seconds of waiting within which an answer still meets the objective. */
  private readonly tolerance: number;
  /** Seconds of waiting that are tolerated, in whole cohorts. */
  private readonly patience: number;

  public constructor(
    private readonly application: Application,
    private readonly capacityOfTask: number,
    seconds: number,
  ) {
    this.late = new Float64Array(seconds);
    this.tolerance = application.objectiveSeconds - application.serviceSeconds;
    this.patience = Math.floor(Math.max(0, this.tolerance));
  }

  public step(second: number, arrived: number, capacity: number): void {
    const { cohorts } = this;
    const size = cohorts.length;
    this.served = this.dropped = 0;

    if (this.backlog > 0 && second - this.oldest >= PATIENCE_SECONDS) this.giveUp(second);
    if (this.backlog === 0) this.oldest = second;
    const admitted = this.application.sheds ? this.admit(second, arrived, capacity) : arrived;
    cohorts[second % size] = admitted;
    this.backlog += admitted;

    let room = Math.min(capacity, this.backlog);
    let waited = 0;
    const tail = this.tail(arrived, capacity);
    while (room > 0) {
      const index = this.oldest % size;
      const taken = Math.min(room, cohorts[index]);
      const wait = second - this.oldest;
      cohorts[index] -= taken;
      room -= taken;
      this.served += taken;
      waited += taken * wait;
      if (wait === 0) this.late[second] += taken * tail;
      else if (wait > this.tolerance) this.late[this.oldest] += taken;
      if (this.oldest === second) break;
      if (cohorts[index] === 0) this.oldest++;
    }
    this.backlog = Math.max(0, this.backlog - this.served);
    this.measure(waited, arrived, capacity);
  }

  public finish(): number {
    return this.backlog;
  }

  private giveUp(second: number): void {
    const index = this.oldest % this.cohorts.length;
    const count = this.cohorts[index];
    this.cohorts[index] = 0;
    this.late[this.oldest] += count;
    this.oldest++;
    this.backlog = Math.max(0, this.backlog - count);
    this.dropped += count;
    while (this.oldest < second && this.cohorts[this.oldest % this.cohorts.length] === 0) this.oldest++;
  }

  /** Refuses at once what would be answered too late. */
  private admit(second: number, arrived: number, capacity: number): number {
    const room = Math.max(0, capacity * (1 + this.patience) - this.backlog);
    const refused = Math.max(0, arrived - room);
    this.dropped += refused;
    this.late[second] += refused;
    return arrived - refused;
  }

  /** Share of the requests that an M/M/1 queue at each task keeps longer than is tolerated. */
  private tail(arrived: number, capacity: number): number {
    return Math.exp(-Math.max(0, this.tolerance) * this.capacityOfTask * (1 - utilization(arrived, capacity)));
  }

  private measure(waited: number, arrived: number, capacity: number): void {
    if (this.served === 0) {
      this.responseSeconds = Number.NaN;
      return;
    }
    const used = utilization(arrived, capacity);
    const queueing = used / (this.capacityOfTask * (1 - used));
    // A second of full queues takes no longer than the second itself.
    this.responseSeconds = this.application.serviceSeconds + waited / this.served + Math.min(queueing, 1);
  }
}

function utilization(arrived: number, capacity: number): number {
  return capacity > 0 ? Math.min(arrived / capacity, MAX_UTILIZATION) : MAX_UTILIZATION;
}
