import type { Context } from './cli';
import { GROWN_APP } from './engines';

/** A step of growth: the app that is deployed over the one before, and what the command line says. */
export interface Stage {
  readonly name: string;
  /** Default: the reference app, from cdk.json. */
  readonly app?: string;
  readonly context: Context;
}

/** Every step, the smallest first. */
export const STAGES: readonly Stage[] = [
  { name: 'growth', context: {} },
  { name: 'grown', app: GROWN_APP, context: {} },
];
