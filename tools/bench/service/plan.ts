import type { Person } from '../../drills/load/plan';

/** What is asked: a feed from the cache, a feed from the database, a post, or a fifth posts and the rest feeds, half of them cached. */
export type Kind = 'cached' | 'database' | 'post' | 'mix';

/** Requests that are made for a while. */
export interface Job {
  /** Who is asked, in turn. */
  readonly urls: readonly string[];
  readonly people: readonly Person[];
  readonly kind: Kind;
  readonly seconds: number;
  /** So many clients, each of which asks again when it is answered; or so many requests a second, whatever became of the others. */
  readonly load: { readonly clients: number } | { readonly perSecond: number };
}

/** What came of a job. */
export interface Outcome {
  /** Milliseconds of every request that was answered as it should be. */
  readonly milliseconds: readonly number[];
  readonly failures: number;
  /** Seconds until the last answer. */
  readonly seconds: number;
}

/** How long each measurement takes, in seconds, and how often those that alternate are repeated. */
export interface Lengths {
  readonly warmUp: number;
  readonly closed: number;
  readonly open: number;
  readonly round: number;
  readonly repetitions: number;
  readonly processing: number;
}

export const FULL: Lengths = { warmUp: 6, closed: 5, open: 8, round: 3, repetitions: 4, processing: 12 };

/** Shows that it works; its figures are worth little. */
export const QUICK: Lengths = { warmUp: 2, closed: 1, open: 2, round: 1, repetitions: 2, processing: 3 };

export const CLIENTS = 8;

/** Requests a second for each instance while its CPU time is measured. */
export const PER_INSTANCE = 50;

/** Posts a second while the time until they are processed is measured. */
export const POSTS = 10;
