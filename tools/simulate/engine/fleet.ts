import type { Random } from '../random';
import { TASK_TIMES } from '../task-times';
import type { Tasks } from './tasks';

const WARM_UP_SECONDS = TASK_TIMES.warmUp;

/** How fast ECS launches tasks on Fargate. */
export interface LaunchRates {
  /** Tasks that an account can launch at once in a Region, and what it regains in a second. */
  readonly burst: number;
  readonly perSecond: number;
  /** Tasks that one service launches within a minute. */
  readonly perMinute: number;
}

/** Quotas of a large Region: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html */
export const LAUNCH_RATES: LaunchRates = { burst: 100, perSecond: 20, perMinute: 500 };

export interface FleetOptions {
  readonly rates: LaunchRates;
  /** Median and spread of the time until a task runs. */
  readonly startMedianSeconds: number;
  readonly startSigma: number;
  readonly healthCheckSeconds: number;
  /** Seconds from the decision to remove a task until it is gone and no longer billed. */
  readonly drainSeconds: number;
}

interface Pending {
  readonly billedAt: number;
  readonly runningAt: number;
  readonly servingAt: number;
}

/** The tasks of one service, from launch to stop. */
export class Fleet implements Tasks {
  public running: number;
  public serving: number;
  public capacity: number;
  public billed: number;

  private steady: number;
  private pending: Pending[] = [];
  /** Warming tasks by the second in which they began to serve, modulo the length. */
  private readonly warming = new Int32Array(WARM_UP_SECONDS);
  private warmingCount = 0;
  private readonly drains: Int32Array;
  private draining = 0;
  private readonly deaths = new Int32Array(TASK_TIMES.noticedAfter + 1);
  private unnoticed = 0;
  private tokens: number;
  private readonly launches = new Int32Array(60);
  private launchedInMinute = 0;

  public constructor(
    tasks: number,
    private readonly options: FleetOptions,
    private readonly random: Random,
  ) {
    this.steady = this.running = this.serving = this.capacity = this.billed = tasks;
    this.tokens = options.rates.burst;
    this.drains = new Int32Array(options.drainSeconds + 1);
  }

  public advance(second: number): void {
    const warm = second % WARM_UP_SECONDS;
    this.steady += this.warming[warm];
    this.warmingCount -= this.warming[warm];
    this.warming[warm] = 0;

    const drained = second % this.drains.length;
    this.draining -= this.drains[drained];
    this.drains[drained] = 0;

    const noticed = second % this.deaths.length;
    this.unnoticed -= this.deaths[noticed];
    this.deaths[noticed] = 0;

    const minute = second % 60;
    this.launchedInMinute -= this.launches[minute];
    this.launches[minute] = 0;
    this.tokens = Math.min(this.options.rates.burst, this.tokens + this.options.rates.perSecond);

    this.count(second);
  }

  /** Those that are warm die first. */
  public kill(second: number, tasks: number): number {
    const dead = Math.min(tasks, this.serving);
    const steady = Math.min(dead, this.steady);
    this.steady -= steady;
    this.takeWarming(second, dead - steady);
    this.deaths[(second + TASK_TIMES.noticedAfter) % this.deaths.length] += dead;
    this.unnoticed += dead;
    this.count(second);
    return dead;
  }

  /** Launches as far as the quotas allow. */
  public reconcile(second: number, desired: number): void {
    const missing = desired - this.serving - this.unnoticed - this.pending.length;
    if (missing > 0) this.launch(second, missing);
    else if (missing < 0) this.remove(second, -missing);
  }

  private launch(second: number, missing: number): void {
    const { rates, startMedianSeconds, startSigma, healthCheckSeconds } = this.options;
    const allowed = Math.min(missing, Math.floor(this.tokens), rates.perMinute - this.launchedInMinute);
    for (let task = 0; task < allowed; task++) {
      const runningAt = second + TASK_TIMES.start + this.random.logNormal(startMedianSeconds, startSigma);
      const checked = TASK_TIMES.firstCheck + this.random.uniform() * healthCheckSeconds;
      this.pending.push({
        billedAt: second + TASK_TIMES.billedAfter,
        runningAt,
        servingAt: Math.ceil(runningAt + TASK_TIMES.boot + checked),
      });
    }
    if (allowed <= 0) return;
    this.tokens -= allowed;
    this.launchedInMinute += allowed;
    this.launches[second % 60] += allowed;
  }

  /** Removes what does not serve yet first, the newest of it before the older. */
  private remove(second: number, surplus: number): void {
    const pending = Math.min(surplus, this.pending.length);
    this.pending.length -= pending;
    const leaving = Math.min(surplus - pending, this.serving);
    const fromWarming = Math.min(leaving, this.warmingCount);
    this.takeWarming(second, fromWarming);
    this.steady -= leaving - fromWarming;
    this.draining += leaving;
    this.drains[(second + this.options.drainSeconds) % this.drains.length] += leaving;
    this.count(second);
  }

  private takeWarming(second: number, tasks: number): void {
    this.warmingCount -= tasks;
    for (let age = 0; tasks > 0; age++) {
      const slot = (second - age + WARM_UP_SECONDS) % WARM_UP_SECONDS;
      const taken = Math.min(tasks, this.warming[slot]);
      this.warming[slot] -= taken;
      tasks -= taken;
    }
  }

  private count(second: number): void {
    if (this.pending.length > 0) this.promote(second);
    let booting = 0;
    let pulling = 0;
    for (const task of this.pending) {
      if (task.runningAt <= second) booting++;
      if (task.billedAt <= second) pulling++;
    }
    this.serving = this.steady + this.warmingCount;
    this.running = this.serving + booting;
    this.billed = this.serving + this.unnoticed + pulling + this.draining;
    this.capacity = this.steady;
    if (this.warmingCount === 0) return;
    for (let age = 0; age < WARM_UP_SECONDS; age++) {
      const tasks = this.warming[(second - age + WARM_UP_SECONDS) % WARM_UP_SECONDS];
      this.capacity += tasks * (0.5 + (0.5 * age) / WARM_UP_SECONDS);
    }
  }

  private promote(second: number): void {
    let kept = 0;
    for (const task of this.pending) {
      if (task.servingAt > second) {
        this.pending[kept++] = task;
      } else {
        this.warming[second % WARM_UP_SECONDS]++;
        this.warmingCount++;
      }
    }
    this.pending.length = kept;
  }
}
