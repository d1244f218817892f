import type { RunOptions, Trace } from '../model';
import { Random } from '../random';
import type { Tasks } from './tasks';

/** Tasks that die: those of the trace, and those that crash now and then. */
export class Losses {
  private readonly crashes: Random;
  private next = 0;

  public constructor(
    private readonly trace: Trace,
    private readonly options: RunOptions,
  ) {
    this.crashes = new Random(options.seed, 'crashes');
  }

  /** Lets tasks die, and returns how many. */
  public strike(second: number, tasks: Tasks): number {
    let dead = 0;
    const { losses } = this.trace;
    while (this.next < losses.length && losses[this.next].second <= second) {
      dead += Math.round(losses[this.next++].share * tasks.serving);
    }
    const { meanSecondsBetweenCrashes } = this.options.conditions;
    if (meanSecondsBetweenCrashes) dead += this.crashes.poisson(tasks.serving / meanSecondsBetweenCrashes);
    return dead === 0 ? 0 : tasks.kill(second, dead);
  }
}
