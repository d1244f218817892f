import type { Application, Trace } from '../model';

/** Share of what tasks can do that is planned with. */
const FILL = 0.9;

/** Seconds by which the work on a message ends before its objective. */
const SPARE = 5;

/** How few and how many tasks a service may have. */
export interface Limits {
  readonly minTasks: number;
  readonly maxTasks: number;
}

/**
 * Tasks that each second of a trace needs, known in advance. Requests have to be answered as they come, so their mean and two
 * standard deviations are; messages may wait, so that only their mean over the time that they may wait counts.
 */
export function need(trace: Trace, application: Application, limits: Limits): Float64Array {
  const capacity = FILL * application.ratedCapacity;
  const demand = trace.kind === 'web' ? trace.rate : trailingMean(trace.rate, waiting(application));
  return demand.map((rate) => {
    const most = trace.kind === 'web' ? rate + 2 * Math.sqrt(rate) : rate;
    return Math.min(limits.maxTasks, Math.max(limits.minTasks, Math.ceil(most / capacity - 1e-9)));
  });
}

function waiting({ objectiveSeconds }: Application): number {
  return Math.max(1, Math.floor(objectiveSeconds - SPARE));
}

function trailingMean(rate: Float64Array, seconds: number): Float64Array {
  const mean = new Float64Array(rate.length);
  let total = 0;
  for (let second = 0; second < rate.length; second++) {
    total += rate[second] - (second >= seconds ? rate[second - seconds] : 0);
    mean[second] = total / seconds;
  }
  return mean;
}
