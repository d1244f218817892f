import type { Verdict } from '../../support/lane';
import { median } from '../service/statistics';

/** Writes a second with one number of shards. */
export interface Throughput {
  readonly shards: number;
  readonly perSecond: number;
}

/** Milliseconds of the same queries through the router and through a pool, in rounds that alternate. */
export interface Round {
  readonly router: number;
  readonly pool: number;
}

export interface Figures {
  readonly throughput: readonly Throughput[];
  /** Over a line as between two zones. */
  readonly rounds: readonly Round[];
  /** On the loopback, where there is no way to a database at all. */
  readonly loopback: readonly Round[];
  readonly failures: number;
}

/** How many times as much as one shard so many have to write at least. */
const LEAST: ReadonlyMap<number, number> = new Map([
  [2, 1.8],
  [4, 3.4],
]);

/** Share of a query that the router may take. */
export const MOST_OVERHEAD = 0.05;

/** How many times as much as one shard each number of shards writes. */
export function scaleOf(throughput: readonly Throughput[]): ReadonlyMap<number, number> {
  const one = throughput.find(({ shards }) => shards === 1)?.perSecond ?? NaN;
  return new Map(throughput.map(({ shards, perSecond }) => [shards, perSecond / one]));
}

/** What the router adds to a query, as a share of what the query takes through a pool: the median of rounds. */
export function overheadOf(rounds: readonly Round[]): number {
  return median(rounds.map(({ router, pool }) => router / pool)) - 1;
}

/** What the project claims of the figures. */
export function claims({ throughput, rounds, failures }: Figures): Verdict[] {
  const scale = scaleOf(throughput);
  const overhead = overheadOf(rounds);
  return [
    ...[...LEAST].map(([shards, least]) => {
      const found = scale.get(shards) ?? NaN;
      return {
        name: `${shards} shards write ${found.toFixed(2)} times as much as one`,
        problems: found >= least ? [] : [`it has to be ${least} times at least`],
      };
    }),
    {
      name: `the router takes ${(100 * overhead).toFixed(1)} % of a query`,
      problems: overhead < MOST_OVERHEAD ? [] : [`it has to be less than ${100 * MOST_OVERHEAD} %`],
    },
    { name: 'every write and every query is answered', problems: failures === 0 ? [] : [`${failures} failed`] },
  ];
}
