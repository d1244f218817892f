import { literal, type Choice } from '../input/choice';

/** How a property grows: from a rung to the same or a later one. */
export interface Growth {
  /** Values, the smallest first. */
  readonly rungs: readonly Choice[];
  /** Whether the larger configuration may have it where the smaller one leaves it out: its smallest value is more than none. */
  readonly appears: boolean;
}

/** How properties grow, by their owner and name. */
export type GrowthTable = Readonly<Record<string, Readonly<Record<string, Growth>>>>;

type Literal = Parameters<typeof literal>[0];

/** A property that grows through some values. */
export function grows(...rungs: readonly Choice[]): Growth {
  return { rungs, appears: false };
}

/** A property that grows through some values that can be written as they are. */
export function growsBy(...values: readonly Literal[]): Growth {
  return grows(...values.map(literal));
}

/** The same for a property whose smallest value is more than leaving it out. */
export function appears({ rungs }: Growth): Growth {
  return { rungs, appears: true };
}

/** What is off, or left out, in the smaller configuration, and on in the larger. */
export const SWITCHED_ON: Growth = growsBy(false, true);
