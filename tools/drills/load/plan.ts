import { Random } from '../../simulate/random';

/** Somebody who uses the service, signed in. */
export interface Person {
  readonly name: string;
  readonly token: string;
  /** Further headers of all that is asked. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is asked of the service: `own` reads the feed of somebody who has just posted, and has to show it. */
export const KINDS = ['write', 'feed', 'own', 'photo'] as const;

export type Kind = (typeof KINDS)[number];

/** One in so many requests. Writes are a fifth of all. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ['write', 0.2],
  ['own', 0.1],
  ['photo', 0.2],
  ['feed', 0.5],
];

/** A load that does not wait for answers. */
export interface LoadPlan {
  readonly url: string;
  readonly people: readonly Person[];
  readonly requests: number;
  readonly perSecond: number;
  readonly seed: number;
  /** What photos are called: tells the writes of one drill from those of another. */
  readonly caption: string;
}

/** A request that is to be made. */
export interface Arrival {
  /** Milliseconds after the start. */
  readonly after: number;
  readonly kind: Kind;
  readonly person: Person;
}

/** When each request is made, whatever became of the others: arrivals of people who do not know of each other (Poisson). */
export function arrivalsOf({ people, requests, perSecond, seed }: LoadPlan): Arrival[] {
  const random = new Random(seed, 'drill');
  let after = 0;
  return Array.from({ length: requests }, () => {
    after += random.exponential(1000 / perSecond);
    return { after, kind: kindOf(random.uniform()), person: people[Math.floor(random.uniform() * people.length)] };
  });
}

function kindOf(luck: number): Kind {
  let sum = 0;
  for (const [kind, share] of SHARES) {
    sum += share;
    if (luck < sum) return kind;
  }
  return 'feed';
}

/** What became of a request. */
export interface Outcome {
  /** Milliseconds since 1970 at which it was to be made. */
  readonly at: number;
  /** Milliseconds from then to the end of the answer: what it waited here counts. */
  readonly milliseconds: number;
  readonly kind: Kind;
  /** Why it counts as failed. No request is made twice. */
  readonly error?: string;
  /** A write that was acknowledged. */
  readonly write?: Write;
  /** Whether a read did not show what its reader had been told is written. */
  readonly stale?: boolean;
}

/** A write as the client knows it. */
export interface Write {
  readonly id: string;
  readonly author: string;
  readonly key: string;
}
