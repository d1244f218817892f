import type { Write } from './load/plan';

/** A photo as the database has it. */
export interface StoredPhoto {
  readonly id: string;
  readonly author: string;
  readonly key: string;
  /** Where its original lies. */
  readonly original: string;
  /** How often its job has had an effect. */
  readonly processed: number;
  /** Rows of thumbnails. */
  readonly thumbnails: number;
}

/** What does not agree between what clients were told and what the database has. */
export interface Comparison {
  /** Writes that were acknowledged and are not there. */
  readonly lostWrites: readonly string[];
  /** Writes that are there more than once. */
  readonly doubledWrites: readonly string[];
  /** Photos, acknowledged or not, whose job had no effect. */
  readonly lostJobs: readonly string[];
  /** Photos whose job had its effect more than once. */
  readonly doubledEffects: readonly string[];
}

/** Compares the ledger of clients with the databases, once nothing is under way any more. */
export function compareLedger(acknowledged: readonly Write[], stored: readonly StoredPhoto[]): Comparison {
  const ids = new Set(stored.map(({ id }) => id));
  const keys = new Map<string, number>();
  for (const { author, key } of stored) keys.set(`${author} ${key}`, (keys.get(`${author} ${key}`) ?? 0) + 1);
  return {
    lostWrites: acknowledged.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    doubledWrites: [...keys].filter(([, number]) => number > 1).map(([key]) => key),
    lostJobs: stored.filter(({ processed, thumbnails }) => processed < 1 || thumbnails < 1).map(({ id }) => id),
    doubledEffects: stored.filter(({ processed, thumbnails }) => processed > 1 || thumbnails > 1).map(({ id }) => id),
  };
}
