import type { Outcome, Series } from '../model';
import type { ApplicationModel } from './application';
import type { Action } from './scaler';
import type { Tasks } from './tasks';

/** Share of bad requests above which a minute violates the objective. */
const TOLERATED_SHARE = 0.01;

/** Adds up what happens in a run. */
export class Ledger {
  private readonly serving: Int32Array;
  private readonly series?: Series;
  private readonly arrivedInMinute: Float64Array;
  private arrived = 0;
  private served = 0;
  private dropped = 0;
  private billed = 0;

  public constructor(
    private readonly seconds: number,
    keepSeries: boolean,
  ) {
    this.serving = new Int32Array(seconds);
    this.arrivedInMinute = new Float64Array(Math.ceil(seconds / 60));
    if (!keepSeries) return;
    const column = () => new Float64Array(seconds);
    this.series = { arrivals: column(), serving: column(), desired: column(), billed: column(), bad: column() };
  }

  public record(second: number, arrived: number, application: ApplicationModel, tasks: Tasks, desired: number): void {
    const minute = (second - (second % 60)) / 60;
    this.arrived += arrived;
    this.served += application.served;
    this.dropped += application.dropped;
    this.billed += tasks.billed;
    this.arrivedInMinute[minute] += arrived;
    this.serving[second] = tasks.serving;
    if (!this.series) return;
    this.series.arrivals[second] = arrived;
    this.series.serving[second] = tasks.serving;
    this.series.desired[second] = desired;
    this.series.billed[second] = tasks.billed;
  }

  public close(application: ApplicationModel, need: Float64Array, actions: readonly Action[]): Outcome {
    const left = application.finish(this.seconds);
    const late = sumsOfMinutes(application.late);
    const violating = Array.from(late, (bad, minute) => bad > TOLERATED_SHARE * this.arrivedInMinute[minute]);
    this.series?.bad.set(application.late);
    return {
      minutes: violating.length,
      violatingMinutes: violating.filter(Boolean).length,
      arrivals: this.arrived,
      served: this.served,
      dropped: this.dropped,
      left,
      bad: late.reduce((sum, bad) => sum + bad, 0),
      taskHours: this.billed / 3600,
      episodes: episodes(violating),
      ...elasticity(this.serving, need),
      instability: instability(this.serving, need),
      actions,
      ...(this.series ? { series: this.series } : {}),
    };
  }
}

function sumsOfMinutes(seconds: Float64Array): Float64Array {
  const minutes = new Float64Array(Math.ceil(seconds.length / 60));
  for (let second = 0; second < seconds.length; second++) minutes[Math.floor(second / 60)] += seconds[second];
  return minutes;
}

function episodes(violating: readonly boolean[]): Outcome['episodes'] {
  const lengths: number[] = [];
  violating.forEach((violates, minute) => {
    if (!violates) return;
    if (minute > 0 && violating[minute - 1]) lengths[lengths.length - 1]++;
    else lengths.push(1);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    count: lengths.length,
    meanMinutes: lengths.length === 0 ? 0 : total / lengths.length,
    worstMinutes: Math.max(0, ...lengths),
  };
}

/** Accuracy and time share of Herbst et al.: https://research.spec.org/working-groups/rg-cloud/ */
function elasticity(supply: Int32Array, demand: Float64Array): Pick<Outcome, 'under' | 'over'> {
  let [missing, surplus, secondsUnder, secondsOver] = [0, 0, 0, 0];
  for (let second = 0; second < supply.length; second++) {
    const difference = supply[second] - demand[second];
    // What nobody needs cannot be a share of what is needed.
    const scale = Math.max(1, demand[second]);
    if (difference < 0) {
      missing -= difference / scale;
      secondsUnder++;
    } else if (difference > 0) {
      surplus += difference / scale;
      secondsOver++;
    }
  }
  const share = (value: number) => value / supply.length;
  return {
    under: { accuracyPercent: 100 * share(missing), timeShare: share(secondsUnder) },
    over: { accuracyPercent: 100 * share(surplus), timeShare: share(secondsOver) },
  };
}

function instability(supply: Int32Array, demand: Float64Array): number {
  let against = 0;
  let minutes = 0;
  for (let second = 60; second < supply.length; second += 60) {
    minutes++;
    const moved = Math.sign(supply[second] - supply[second - 60]);
    if (moved !== Math.sign(demand[second] - demand[second - 60])) against++;
  }
  return minutes === 0 ? 0 : against / minutes;
}
