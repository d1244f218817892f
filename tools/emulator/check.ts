import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from './deployment';
import type { Verdict } from '../support/lane';

/** A promise about what is deployed. */
export interface Check {
  /** What is promised. */
  readonly name: string;
  /** Whether it is about what there is once for all regions, or at home alone. */
  readonly once: boolean;
  /** Asks the services' own APIs, and returns what is wrong. */
  readonly find: (deployment: Deployment) => Promise<string[]>;
}

/** Makes a check of every region. */
export function check(name: string, find: Check['find']): Check {
  return { name, find, once: false };
}

/** Makes a check of what there is once. */
export function checkOnce(name: string, find: Check['find']): Check {
  return { name, find, once: true };
}

/** Runs checks; one that cannot ask has failed. */
export async function judge(checks: readonly Check[], deployment: Deployment): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { name, find } of checks) {
    verdicts.push({ name, problems: await find(deployment).catch((error: unknown) => [String(error)]) });
  }
  return verdicts;
}

/** Problems of every item. */
export async function ofEach<T>(
  items: readonly T[],
  find: (item: T) => Promise<string[]> | string[],
): Promise<string[]> {
  return (await Promise.all(items.map(async (item) => find(item)))).flat();
}

/** The problem of a value that is not what it should be. */
export function differs(what: string, actual: unknown, expected: unknown): string[] {
  if (isDeepStrictEqual(actual, expected)) return [];
  return [`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`];
}

/** The problem of something that has to be so. */
export function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}

/** The problem of what cannot be found: `look` throws, or finds nothing. */
export async function missing(what: string, look: () => Promise<unknown>): Promise<string[]> {
  const found = await look().catch(() => undefined);
  return found === undefined || found === '' ? [`${what} does not exist`] : [];
}
