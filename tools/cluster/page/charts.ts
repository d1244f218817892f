import type { ClusterStatus } from '../cluster';

/** A line of a chart, which is interrupted where there is no value. */
export interface Series {
  readonly name: string;
  readonly valueOf: (status: ClusterStatus) => number | undefined;
}

export interface Chart {
  readonly name: string;
  readonly unit: string;
  readonly digits: number;
  /** The scale reaches at least to here. */
  readonly least: number;
  readonly series: readonly [Series] | readonly [Series, Series];
}

const share = (value: number, all: number) => (all > 0 ? (100 * value) / all : 0);

const lagOf = (which: number) => (status: ClusterStatus) =>
  status.databases.filter(({ role }) => role === 'replica')[which]?.lagSeconds;

export const CHARTS: readonly Chart[] = [
  {
    name: 'Requests',
    unit: '/s',
    digits: 0,
    least: 10,
    series: [{ name: 'requests', valueOf: ({ traffic }) => traffic.requestsPerSecond }],
  },
  {
    name: 'Error rate',
    unit: ' %',
    digits: 1,
    least: 5,
    series: [{ name: 'failed', valueOf: ({ traffic }) => share(traffic.errorsPerSecond, traffic.requestsPerSecond) }],
  },
  {
    name: 'Latency',
    unit: ' ms',
    digits: 0,
    least: 20,
    series: [
      { name: 'p50', valueOf: ({ traffic }) => traffic.p50 },
      { name: 'p99', valueOf: ({ traffic }) => traffic.p99 },
    ],
  },
  {
    name: 'Replica lag',
    unit: ' s',
    digits: 1,
    least: 1,
    series: [
      { name: 'first', valueOf: lagOf(0) },
      { name: 'second', valueOf: lagOf(1) },
    ],
  },
  {
    name: 'Queue',
    unit: '',
    digits: 0,
    least: 5,
    series: [
      { name: 'waiting and in work', valueOf: ({ queue }) => queue && queue.waiting + queue.inFlight },
      { name: 'dead', valueOf: ({ queue }) => queue?.dead },
    ],
  },
  {
    name: 'Cache',
    unit: ' %',
    digits: 0,
    least: 100,
    series: [
      { name: 'hits', valueOf: ({ cache }) => (cache?.hitRate === undefined ? undefined : 100 * cache.hitRate) },
      { name: 'full', valueOf: ({ cache }) => cache && share(cache.usedBytes, cache.maximumBytes) },
    ],
  },
];

/** Paths of a chart in a box of 100 by 40, and the latest value of each line in words. */
export function drawing(
  { series, least, digits, unit }: Chart,
  history: readonly ClusterStatus[],
): { readonly paths: readonly string[]; readonly latest: readonly string[] } {
  const values = series.map(({ valueOf }) => history.map(valueOf));
  const most = values.flat().reduce<number>((one, other) => Math.max(one, other ?? 0), least);
  const [first, last] = [history[0]?.at ?? 0, history.at(-1)?.at ?? 0];
  const x = (at: number) => (100 * (at - first)) / Math.max(1, last - first);
  const pathOf = (line: readonly (number | undefined)[]) => {
    const points = line.map((value, index) => {
      if (value === undefined) return '';
      const verb = index === 0 || line[index - 1] === undefined ? 'M' : 'L';
      return `${verb}${x(history[index].at).toFixed(2)} ${(38 - (36 * value) / most).toFixed(2)}`;
    });
    return points.join('');
  };
  const latestOf = (line: readonly (number | undefined)[], name: string) => {
    const value = line.at(-1);
    return `${name} ${value === undefined ? '–' : `${value.toFixed(digits)}${unit}`}`;
  };
  return { paths: values.map(pathOf), latest: values.map((line, index) => latestOf(line, series[index].name)) };
}
