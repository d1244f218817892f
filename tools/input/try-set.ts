import * as fc from 'fast-check';
import type { Choice } from './choice';
import type { Outcome } from './outcome';

/** A set that was tried. */
export interface Trial {
  readonly seed: number;
  readonly construct: string;
  readonly outcome: Outcome;
  /** The set as it came, or the smallest that fails as well. */
  readonly text: string;
  /** Where fast-check finds the smallest. */
  readonly path?: string;
  /** What is wrong with the smallest. */
  readonly smallest?: string;
}

/** How to try one set. */
export interface TrialOptions {
  readonly seed: number;
  readonly construct: string;
  readonly sets: fc.Arbitrary<Choice>;
  readonly tryOut: (set: Choice) => Outcome;
  /** Seed of the random numbers. */
  readonly random: number;
  readonly path?: string;
  /** Milliseconds for looking for a smaller set that fails. Default: none is looked for. */
  readonly patience?: number;
}

/** Tries the set of a seed. When it fails, looks for the smallest set that does. */
export function trySet({ seed, construct, sets, tryOut, random, path, patience }: TrialOptions): Trial {
  const outcomes: { readonly outcome: Outcome; readonly text: string }[] = [];
  const property = fc.property(sets, (set) => {
    const outcome = tryOut(set);
    outcomes.push({ outcome, text: set.text });
    if (outcome.kind === 'failed') throw new Error(outcome.problem);
  });
  const result = fc.check(property, {
    seed: random,
    path,
    numRuns: 1,
    endOnFailure: patience === undefined,
    interruptAfterTimeLimit: patience,
  });
  const [{ outcome, text }] = outcomes;
  if (outcome.kind !== 'failed') return { seed, construct, outcome, text };
  const smallest = outcomes.filter((tried) => tried.text === result.counterexample?.[0].text).at(-1) ?? {
    outcome,
    text,
  };
  return {
    seed,
    construct,
    outcome,
    text: smallest.text,
    path: result.counterexamplePath ?? undefined,
    smallest: smallest.outcome.kind === 'failed' ? smallest.outcome.problem : outcome.problem,
  };
}
