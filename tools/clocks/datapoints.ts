import { LOAD_INTERVAL, LoadMetric } from '../../lib/contract/load-metric';

/** A datapoint that a subject has published. */
export interface Datapoint {
  /** Which process, or series, it is of. */
  readonly source: string;
  /** Milliseconds since 1970 that it carries. */
  readonly timestamp: number;
  /** Milliseconds since 1970 at which it was seen. */
  readonly seen: number;
  readonly value: number;
  readonly requests: number;
  /** Seconds that it covers. */
  readonly seconds: number;
}

/** A line of log as a datapoint of load, if it is one. */
export function loadDatapoint(source: string, line: string, seen: number): Datapoint | undefined {
  if (!line.includes(`"${LoadMetric.LOAD}"`)) return undefined;
  const { _aws, LoadPerTask, Requests, Seconds } = JSON.parse(line) as {
    _aws: { Timestamp: number };
    LoadPerTask: number;
    Requests: number;
    Seconds: number;
  };
  return { source, timestamp: _aws.Timestamp, seen, value: LoadPerTask, requests: Requests, seconds: Seconds };
}

const INTERVAL = LOAD_INTERVAL * 1000;

/** Intervals that a source has left out between its first and its last datapoint, and those that it has met twice. */
export function rhythmProblems(datapoints: readonly Datapoint[]): string[] {
  const sources = [...new Set(datapoints.map(({ source }) => source))];
  if (sources.length === 0) return ['nothing was published'];
  return sources.flatMap((source) => {
    const intervals = datapoints
      .filter((datapoint) => datapoint.source === source)
      .map(({ timestamp }) => Math.floor(timestamp / INTERVAL));
    const [first, last] = [Math.min(...intervals), Math.max(...intervals)];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((interval) => {
      const count = intervals.filter((one) => one === interval).length;
      return count === 1 ? [] : [`${source} has ${count} datapoints of ${new Date(interval * INTERVAL).toISOString()}`];
    });
  });
}

/** Datapoints that were seen later after the end of their interval than they may, `allowed` of them forgiven to a busy machine. */
export function delayProblems(datapoints: readonly Datapoint[], withinSeconds: number, allowed: number): string[] {
  const late = datapoints.filter(({ timestamp, seen }) => seen - (timestamp + INTERVAL) > withinSeconds * 1000);
  if (late.length <= allowed) return [];
  return late.map(
    ({ source, timestamp, seen }) =>
      `${source} published ${new Date(timestamp).toISOString()} ${(seen - timestamp - INTERVAL) / 1000} s after its end`,
  );
}

/** Whether all datapoints together hold what was sent. */
export function sumProblems(datapoints: readonly Datapoint[], sent: number): string[] {
  const counted = datapoints.reduce((sum, { requests }) => sum + requests, 0);
  return counted === sent ? [] : [`${sent} requests were sent and ${counted} were counted`];
}

/** Whether each load is that of its requests, and all together are the rate that was sent, within a tenth. */
export function loadProblems(datapoints: readonly Datapoint[], ratePerSecond: number, rated: number): string[] {
  const wrong = datapoints.filter(
    ({ value, requests, seconds }) => Math.abs(value - requests / seconds / rated) > 1e-5 * Math.max(1, value),
  );
  const total = (key: 'requests' | 'seconds'): number => datapoints.reduce((sum, one) => sum + one[key], 0);
  const measured = total('requests') / total('seconds');
  return [
    ...wrong.map(
      ({ source, value, requests, seconds }) =>
        `${source}: ${requests} requests in ${seconds} s are no load of ${value}`,
    ),
    ...(Math.abs(measured - ratePerSecond) <= 0.1 * ratePerSecond
      ? []
      : [`${ratePerSecond} requests a second were sent, and ${measured.toFixed(1)} were measured`]),
  ];
}
