import type { PredictivePolicy, Trace } from '../model';

const HOUR = 3600;
const HOURS_OF_DAY = 24;
const DAYS = 2;

/**
 * Returns the least tasks that a predictive policy keeps at a second: for the mean load that this hour and the next had on
 * the two days before. Nothing is forecast without a day before: the service needs 24 hours of data.
 */
export function forecast(policy: PredictivePolicy, trace: Trace, capacityOfTask: number): (second: number) => number {
  if (policy.forecastOnly) return () => 0;
  const hours = hourlyRates(trace);
  const before = trace.history?.length ?? 0;
  const capacity = (capacityOfTask * policy.targetPercent) / 100;
  const floors = new Int32Array(Math.ceil((trace.rate.length + policy.startAheadSeconds) / HOUR) + 2);
  for (let hour = 0; hour < floors.length; hour++) {
    floors[hour] = Math.ceil(meanOfDaysBefore(hours, before + hour) / capacity);
  }
  return (second) => {
    const hour = Math.floor((second + policy.startAheadSeconds) / HOUR);
    return Math.max(floors[hour], floors[hour + 1]);
  };
}

/** Mean rate of each hour, those before the trace first. */
function hourlyRates({ rate, history }: Trace): number[] {
  const hours = Array.from(history ?? []);
  for (let start = 0; start + HOUR <= rate.length; start += HOUR) {
    let sum = 0;
    for (let second = start; second < start + HOUR; second++) sum += rate[second];
    hours.push(sum / HOUR);
  }
  return hours;
}

function meanOfDaysBefore(hours: readonly number[], hour: number): number {
  const known: number[] = [];
  for (let day = 1; day <= DAYS; day++) {
    const rate = hours[hour - day * HOURS_OF_DAY];
    if (rate !== undefined) known.push(rate);
  }
  return known.length === 0 ? 0 : known.reduce((sum, rate) => sum + rate, 0) / known.length;
}
