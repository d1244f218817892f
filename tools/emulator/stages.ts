import type { Context } from './cli';

/** A stage of growth, which is deployed over the one before. */
export interface Stage {
  readonly name: string;
  /** What the command line says. */
  readonly context: Context;
}

/** The region that the last stage adds to home. */
export const OTHER_REGION = 'us-east-1';

/** Every stage, the smallest first. */
export const STAGES: readonly Stage[] = [
  ...['launch', 'growth', 'scale'].map((stage) => ({ name: stage, context: { stage } })),
  { name: 'global', context: { stage: 'global', regions: `eu-west-1,${OTHER_REGION}` } },
];

/** The last stage with an alarm of each worker that is a little different. */
export const CHANGED: Stage = { name: 'changed', context: { ...STAGES[STAGES.length - 1].context, messageAge: '600' } };
