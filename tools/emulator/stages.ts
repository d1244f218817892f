import type { Context } from './cli';

/** A stage of growth, which is deployed over the one before. */
export interface Stage {
  readonly name: string;
  /** What the command line says. */
  readonly context: Context;
}

/** Every stage, the smallest first. */
export const STAGES: readonly Stage[] = ['launch', 'growth', 'scale'].map((name) => ({
  name,
  context: { stage: name },
}));
