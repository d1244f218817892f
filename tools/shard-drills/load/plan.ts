import { Random } from '../../simulate/random';

/** What is asked: `key` and `id` read what belongs to an account or an order, `all` asks every shard. */
export const KINDS = ['write', 'key', 'id', 'all'] as const;

export type Kind = (typeof KINDS)[number];

/** One in so many requests. More than a fifth of all are writes. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ['write', 0.3],
  ['id', 0.25],
  ['all', 0.02],
  ['key', 0.43],
];

/** How often each account is asked for: all alike, or the n-th in proportion to 1/n (Zipf's law with exponent 1). */
export type Skew = 'uniform' | 'zipf';

/** Accounts that there are. */
export const ACCOUNTS = 4000;

/** The key of an account by its rank, from 0: the first is the one asked for most where they are not all alike. */
export function accountKey(rank: number): string {
  return `account-${rank + 1}`;
}

/** A request that is to be made. */
export interface Arrival {
  /** Milliseconds after the one before it. */
  readonly after: number;
  readonly kind: Kind;
  /** The account. */
  readonly key: string;
}

export interface ArrivalsOptions {
  readonly perSecond: number;
  readonly skew: Skew;
  readonly seed: number;
}

/** Requests without end, whatever becomes of those before: arrivals of people who do not know of each other (Poisson). */
export function* arrivals({ perSecond, skew, seed }: ArrivalsOptions): Generator<Arrival, never> {
  const random = new Random(seed, 'shard-drill');
  const rankOf = skew === 'uniform' ? (luck: number) => Math.floor(luck * ACCOUNTS) : zipf(ACCOUNTS);
  for (;;) {
    const after = random.exponential(1000 / perSecond);
    const kind = kindOf(random.uniform());
    yield { after, kind, key: accountKey(rankOf(random.uniform())) };
  }
}

function kindOf(luck: number): Kind {
  let sum = 0;
  for (const [kind, share] of SHARES) {
    sum += share;
    if (luck < sum) return kind;
  }
  return 'key';
}

/** The rank that a number from 0 to 1 stands for. */
export function zipf(ranks: number): (luck: number) => number {
  let sum = 0;
  const sums = Array.from({ length: ranks }, (_, rank) => (sum += 1 / (rank + 1)));
  return (luck) => {
    let [low, high] = [0, ranks - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > luck * sum) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
